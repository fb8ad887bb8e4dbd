@echo off
rem Starts dl4j-init from wherever it was unpacked, with the Java of JAVA_HOME or of the PATH and the options in JAVA_OPTS.
setlocal

set "java=java.exe"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java.exe"
"%java%" -version >nul 2>&1
if errorlevel 1 (
    echo dl4j-init: %java% not found: install Java 17 or newer, or let JAVA_HOME name its folder >&2
    exit /b 1
)

set "version=0"
for /f tokens^=2^ delims^=^" %%v in ('^""%java%" -version 2^>^&1 ^| findstr /c:" version "^"') do set "version=%%v"
for /f "delims=.-+" %%f in ("%version%") do set "feature=%%f"
if %feature% lss 17 (
    echo dl4j-init: Java must be 17 or newer, received %version% from %java%: let JAVA_HOME name the folder of a newer one >&2
    exit /b 1
)

rem From Java 24 on, JavaCPP's use of sun.misc.Unsafe is warned of unless allowed; no manifest can say so.
set "allow="
if %feature% geq 24 set "allow=--sun-misc-unsafe-memory-access=allow"

"%java%" %allow% %JAVA_OPTS% -jar "%~dp0..\dl4j-init.jar" %*
exit /b %errorlevel%
