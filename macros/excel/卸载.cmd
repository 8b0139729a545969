@echo off
rem ASCII only, see the other command file. Works in the unzipped folder and, copied there, in the install place.
setlocal
set "python=%~dp0program\python\python.exe"
if not exist "%python%" set "python=%~dp0python\python.exe"
if not exist "%python%" goto zipped
rem The folder of this file must not be the current one, or Windows would not let it be removed.
cd /d "%SystemRoot%\System32"
rem One line, which cmd.exe reads before it runs it: in the install place this file is removed on the way.
"%python%" -I -B -m xl_addin uninstall & pause & exit /b 0
:zipped
echo Please unzip the whole file first, then start this again.
pause
exit /b 2
