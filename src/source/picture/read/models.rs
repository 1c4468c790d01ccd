//! The two neural networks: one finds boxes of text, one reads the text in a box. See `assets/models/README.md`.

use std::sync::{Arc, Mutex, PoisonError, Weak};

use rten::{Model, ModelOptions, op_registry};

use super::error::PictureError;

const DETECTOR: &[u8] = include_bytes!("../../../../assets/models/text-detector.onnx");
const RECOGNIZER: &[u8] = include_bytes!("../../../../assets/models/text-recognizer.onnx");
const CHARACTERS: &str = include_str!("../../../../assets/models/characters.txt");

/// The loaded networks.
pub(super) struct Models {
    /// From a picture to the probability of text at each pixel.
    pub detector: Model,
    /// From a line of text, 48 pixels high, to the probability of each class at each eighth pixel.
    pub recognizer: Model,
    /// The characters of the recognizer's classes from 1 on; the class after them is the space.
    pub characters: Vec<char>,
}

impl Models {
    /// The networks. They are loaded when they are first needed, and freed when no picture is being read.
    pub(super) fn load() -> Result<Arc<Self>, PictureError> {
        static LOADED: Mutex<Weak<Models>> = Mutex::new(Weak::new());
        let mut loaded = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(models) = loaded.upgrade() {
            return Ok(models);
        }
        let load = |model| {
            // Only these operators become part of the program.
            let operators = op_registry!(
                Add, AveragePool, BatchNormalization, Cast, Concat, Conv, ConvTranspose, Div, Erf, GlobalAveragePool,
                HardSigmoid, Identity, MatMul, MaxPool, Mul, Pow, ReduceMean, Relu, Reshape, Resize, Shape, Sigmoid,
                Slice, Softmax, Sqrt, Squeeze, Sub, Transpose, Unsqueeze
            );
            let model = ModelOptions::with_ops(operators).load_static_slice(model);
            model.map_err(|error| PictureError::Engine(error.to_string()))
        };
        let characters = CHARACTERS.lines().filter_map(|line| line.chars().next()).collect();
        let models = Arc::new(Self { detector: load(DETECTOR)?, recognizer: load(RECOGNIZER)?, characters });
        *loaded = Arc::downgrade(&models);
        Ok(models)
    }
}
