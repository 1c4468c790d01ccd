; The installer for one user: needs no administrator and asks one question. `packaging/windows/packages` passes VERSION, FILES and OUT.
;
; Silent: trtc-lens-setup.exe /S [/D=C:\folder]; uninstall.exe /S. Settings and notes belong to the user and are kept.
Unicode true
Target amd64-unicode
!include MUI2.nsh
!include FileFunc.nsh

!define NAME "TRTC Lens"
!define CLASS "TrtcLens.Log"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\TrtcLens"
!define PATHS_KEY "Software\Microsoft\Windows\CurrentVersion\App Paths\trtc-lens.exe"

Name "${NAME}"
OutFile "${OUT}"
RequestExecutionLevel user
SetCompressor /SOLID lzma
InstallDir "$LOCALAPPDATA\Programs\TRTC Lens"
InstallDirRegKey HKCU "Software\TrtcLens" "Folder"
ManifestDPIAware true
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "${NAME}"
VIAddVersionKey "FileDescription" "Installs ${NAME}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "MIT licence"

!define MUI_ICON "${FILES}/trtc-lens.ico"
!define MUI_UNICON "${FILES}/trtc-lens.ico"
!define MUI_FINISHPAGE_RUN "$INSTDIR\trtc-lens-window.exe"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "SimpChinese"

; Adds the program to "Open with" for a file extension. The default program does not change.
!macro OpenWith ENDING
  WriteRegNone HKCU "Software\Classes\.${ENDING}\OpenWithProgids" "${CLASS}"
!macroend
!macro NoLongerOpenWith ENDING
  DeleteRegValue HKCU "Software\Classes\.${ENDING}\OpenWithProgids" "${CLASS}"
  DeleteRegKey /ifempty HKCU "Software\Classes\.${ENDING}\OpenWithProgids"
  DeleteRegKey /ifempty HKCU "Software\Classes\.${ENDING}"
!macroend

Section
  SetOutPath "$INSTDIR"
  ClearErrors
  File "${FILES}/trtc-lens.exe"
  File "${FILES}/trtc-lens-window.exe"
  File "${FILES}/licences.txt"
  IfErrors 0 written
    ; A running program cannot be replaced.
    MessageBox MB_OK|MB_ICONSTOP "Close TRTC Lens, then start this again." /SD IDOK
    SetErrorLevel 1
    Abort "TRTC Lens is running."
  written:
  WriteUninstaller "$INSTDIR\uninstall.exe"

  CreateShortcut "$SMPROGRAMS\TRTC Lens.lnk" "$INSTDIR\trtc-lens-window.exe" "" "$INSTDIR\trtc-lens.exe" 0
  WriteRegStr HKCU "Software\TrtcLens" "Folder" "$INSTDIR"
  WriteRegStr HKCU "${PATHS_KEY}" "" "$INSTDIR\trtc-lens.exe"
  WriteRegStr HKCU "${PATHS_KEY}" "Path" "$INSTDIR"

  WriteRegStr HKCU "Software\Classes\${CLASS}" "" "Log (TRTC Lens)"
  WriteRegStr HKCU "Software\Classes\${CLASS}\DefaultIcon" "" "$INSTDIR\trtc-lens.exe,0"
  WriteRegStr HKCU "Software\Classes\${CLASS}\shell\open" "FriendlyAppName" "${NAME}"
  WriteRegStr HKCU "Software\Classes\${CLASS}\shell\open\command" "" '"$INSTDIR\trtc-lens-window.exe" "%1"'
  !insertmacro OpenWith log
  !insertmacro OpenWith har
  !insertmacro OpenWith json
  !insertmacro OpenWith txt

  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\trtc-lens.exe,0"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "Publisher" "TRTC Lens developers"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "EstimatedSize" $0
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd

Section "Uninstall"
  Delete "$INSTDIR\trtc-lens.exe"
  Delete "$INSTDIR\trtc-lens-window.exe"
  Delete "$INSTDIR\licences.txt"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  ; Only if it is empty: this installer may have created it.
  RMDir "$LOCALAPPDATA\Programs"
  Delete "$SMPROGRAMS\TRTC Lens.lnk"
  !insertmacro NoLongerOpenWith log
  !insertmacro NoLongerOpenWith har
  !insertmacro NoLongerOpenWith json
  !insertmacro NoLongerOpenWith txt
  DeleteRegKey HKCU "Software\Classes\${CLASS}"
  DeleteRegKey HKCU "${PATHS_KEY}"
  DeleteRegKey /ifempty HKCU "Software\Microsoft\Windows\CurrentVersion\App Paths"
  DeleteRegKey HKCU "${UNINSTALL_KEY}"
  DeleteRegKey /ifempty HKCU "Software\Microsoft\Windows\CurrentVersion\Uninstall"
  DeleteRegKey HKCU "Software\TrtcLens"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd
