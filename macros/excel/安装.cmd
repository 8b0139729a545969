@echo off
rem ASCII only: cmd.exe reads this file in whatever code page the PC has. The Chinese words come from Python.
setlocal
rem Programs and libraries are looked for in the current folder, too: not in the one that this was downloaded into.
cd /d "%SystemRoot%\System32"
if not exist "%~dp0program\python\python.exe" goto zipped
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
