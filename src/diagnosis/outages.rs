//! How often and how long a connection of a user was away.

/// The times during which a connection was away, for as long as the client tried to get it back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Outages {
    /// The one that has not ended.
    open: Option<OpenOutage>,
    /// How many have ended.
    pub count: u64,
    /// How long the first one lasted, in milliseconds, if the log has clocks.
    pub first_length_ms: Option<u64>,
    /// When the last one ended, in milliseconds since the log's first clock.
    pub last_end_ms: Option<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct OpenOutage {
    /// When it began, in milliseconds since the log's first clock.
    began_ms: Option<u64>,
    /// Whether the client tried to get the connection back. Otherwise it may have been closed on purpose.
    is_retried: bool,
}

impl Outages {
    /// The connection broke.
    pub(super) fn begin(&mut self, at_ms: Option<u64>) {
        self.open.get_or_insert(OpenOutage { began_ms: at_ms, is_retried: false });
    }

    /// The client tries to get it back.
    pub(super) fn retry(&mut self, at_ms: Option<u64>) {
        self.open.get_or_insert(OpenOutage { began_ms: at_ms, is_retried: false }).is_retried = true;
    }

    /// The connection works.
    pub(super) fn end(&mut self, at_ms: Option<u64>) {
        let Some(outage) = self.open.take().filter(|outage| outage.is_retried) else { return };
        if self.count == 0 {
            self.first_length_ms = at_ms.zip(outage.began_ms).and_then(|(end, begin)| end.checked_sub(begin));
        }
        self.last_end_ms = at_ms;
        self.count += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_outages_that_the_client_ended_are_counted() {
        let mut outages = Outages::default();
        outages.begin(Some(1000));
        outages.end(Some(1100));
        assert_eq!(outages.count, 0);
        outages.begin(Some(2000));
        outages.retry(Some(2500));
        outages.begin(Some(2600));
        outages.end(Some(5000));
        outages.end(Some(9000));
        assert_eq!((outages.count, outages.first_length_ms), (1, Some(3000)));
        outages.retry(Some(20_000));
        outages.end(Some(30_000));
        assert_eq!((outages.count, outages.first_length_ms), (2, Some(3000)));
        assert_eq!(outages.last_end_ms, Some(30_000));
    }
}
