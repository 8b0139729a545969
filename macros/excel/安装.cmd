@echo off
rem ASCII only: cmd.exe reads this file in whatever code page the PC has. The Chinese words come from Python.
setlocal
rem Programs and libraries are looked for in the current folder, too: not in the one that this was downloaded into.
cd /d "%SystemRoot%\System32"
if not exist "%~dp0program\python\python.exe" goto zipped
if "%PROCESSOR_ARCHITECTURE%%PROCESSOR_ARCHITEW6432%"=="x86" goto narrow
"%~dp0program\python\python.exe" -I -B -m xl_addin install
set "status=%errorlevel%"
pause
exit /b %status%
:zipped
echo Please unzip the whole file first, then start this again.
rem A message box with: qing xian jie ya quan bu wen jian, zai shuang ji an zhuang
"%SystemRoot%\System32\WindowsPowerShell\v1.0\powershell.exe" -NoProfile -Command "(New-Object -ComObject WScript.Shell).Popup([string][char[]](0x8BF7,0x5148,0x89E3,0x538B,0x5168,0x90E8,0x6587,0x4EF6,0xFF0C,0x518D,0x53CC,0x51FB,0x5B89,0x88C5) -replace ' ','')" >nul 2>nul
pause
exit /b 2
:narrow
echo This needs a 64-bit Windows. A 32-bit Excel is no hindrance.
rem A message box with: qing yong 64 wei Windows
"%SystemRoot%\System32\WindowsPowerShell\v1.0\powershell.exe" -NoProfile -Command "(New-Object -ComObject WScript.Shell).Popup([string][char[]](0x8BF7,0x7528,0x0036,0x0034,0x4F4D,0x0057,0x0069,0x006E,0x0064,0x006F,0x0077,0x0073) -replace ' ','')" >nul 2>nul
pause
exit /b 2
