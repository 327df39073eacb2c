@echo off
rem Starts Hone from its sources: finds a JDK, builds what changed, then starts the Java program.
rem   hone                      opens the studio
rem   hone test|verify|package  builds and checks; every other word goes to the program: hone --help
setlocal EnableExtensions DisableDelayedExpansion
set "NEEDED_JAVA=25"
set "ROOT=%~dp0"
set "ROOT=%ROOT:~0,-1%"
set "STUDIO=%ROOT%\app\target\studio"
set "WORK=%ROOT%\.hone"
set "PEERS=%STUDIO%\peers"
set "MORE_JARS="

call :find_jdk
if errorlevel 1 exit /b 2
if "%~1"=="test" goto test
if "%~1"=="verify" goto verify
if "%~1"=="package" goto package

call :is_built
if errorlevel 1 (
    call :build
    if errorlevel 1 exit /b 2
)
set "COMPARES="
set "ONE_PEER="
if "%~1"=="bench" set "COMPARES=yes"
if "%~1"=="run" set "COMPARES=yes"
if defined COMPARES for %%W in (%*) do (
    if "%%~W"=="--peers" set "MORE_JARS=;%PEERS%\*"
    if "%%~W"=="--peer" set "MORE_JARS=;%PEERS%\*"
)
if defined MORE_JARS call :fetch_peers
if not "%~1"=="bench" if defined MORE_JARS set "MORE_JARS=" & set "ONE_PEER=yes"
if "%~1"=="" set "ONE_PEER=yes"
if defined ONE_PEER for %%J in ("%PEERS%\onnxruntime-*.jar") do set "MORE_JARS=;%%~fJ"
"%JDK%\bin\java.exe" --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED ^
    -XX:-UseProfiledLoopPredicate ^
    -XX:LiveNodeCountInliningCutoff=200000 -XX:PerMethodTrapLimit=5000 -XX:PerMethodRecompilationCutoff=20000 ^
    "-XX:CompileCommandFile=%ROOT%\packaging\image\compiler.commands" ^
    "-Djava.util.logging.config.file=%ROOT%\packaging\image\logging.properties" ^
    -cp "%STUDIO%\lib\hone-app.jar%MORE_JARS%" hone.app.start.Start %*
exit /b %ERRORLEVEL%

:test
call :maven test --fail-at-end
exit /b %ERRORLEVEL%

:verify
call :maven test --fail-at-end -Dhone.verify=true
if errorlevel 1 exit /b 1
goto package

:package
call :maven package --activate-profiles package -Dmaven.test.skip=true -Dspotless.check.skip=true
if errorlevel 1 exit /b 1
echo hone: made in packaging\target\dist
exit /b 0

rem ---- The JDK ----

:find_jdk
set "JDK="
if defined HONE_JDK (
    call :consider "%HONE_JDK%"
    if not defined JDK (
        >&2 echo hone: HONE_JDK names %HONE_JDK%, which is not the folder of a JDK %NEEDED_JAVA% or later.
        exit /b 2
    )
    exit /b 0
)
if defined JAVA_HOME call :consider "%JAVA_HOME%"
for /f "delims=" %%J in ('where java 2^>nul') do call :consider "%%~dpJ.."
for /d %%J in ("%ProgramFiles%\Eclipse Adoptium\*" "%ProgramFiles%\Java\*" "%ProgramFiles%\Microsoft\*" "%ProgramFiles%\Zulu\*" "%ProgramFiles%\Amazon Corretto\*" "%ProgramFiles%\BellSoft\*" "%USERPROFILE%\.jdks\*" "%USERPROFILE%\scoop\apps\*\current") do call :consider "%%~J"
if defined JDK exit /b 0
>&2 echo hone: Hone needs a JDK %NEEDED_JAVA% or later, and none was found; install one or name its folder in HONE_JDK.
exit /b 2

rem Takes the folder as the JDK if none is chosen yet and its release file names a version that will do.
:consider
if defined JDK exit /b 0
if not exist "%~1\bin\javac.exe" exit /b 0
set "VERSION="
for /f "tokens=2 delims==." %%V in ('findstr /b "JAVA_VERSION=" "%~1\release" 2^>nul') do set VERSION=%%V
if not defined VERSION exit /b 0
set VERSION=%VERSION:"=%
if %VERSION% GEQ %NEEDED_JAVA% set "JDK=%~f1"
exit /b 0

rem ---- The build ----

:maven
where mvn >nul 2>nul
if errorlevel 1 (
    >&2 echo hone: Building Hone needs Maven, and there is no mvn on the PATH; install Maven 3.8 or later.
    exit /b 2
)
set "JAVA_HOME=%JDK%"
pushd "%ROOT%"
call mvn --batch-mode %*
set "CODE=%ERRORLEVEL%"
popd
exit /b %CODE%

rem Names, lengths and times of the sources and of the jars built from them.
:list
powershell -NoProfile -Command "Set-Location -LiteralPath $env:ROOT; Get-ChildItem -Recurse -File -ErrorAction SilentlyContinue .mvn, pom.xml, *\pom.xml, *\src\main, app\target\studio\lib\hone-*.jar | Sort-Object FullName | ForEach-Object { $_.FullName, $_.Length, $_.LastWriteTimeUtc.Ticks -join ' ' }"
exit /b 0

:is_built
if not exist "%STUDIO%\built" exit /b 1
call :list >"%TEMP%\hone-sources.txt"
fc /b "%TEMP%\hone-sources.txt" "%STUDIO%\built" >nul 2>nul
exit /b %ERRORLEVEL%

:build
>&2 echo hone: building what changed
call :maven package --projects app --also-make -Dmaven.test.skip=true -Dspotless.check.skip=true
if errorlevel 1 exit /b 2
call :list >"%STUDIO%\built"
exit /b 0

rem Other people's libraries, to compare with, in a folder of their own. Without them the program says what it lacks.
:fetch_peers
if exist "%PEERS%\*.jar" exit /b 0
>&2 echo hone: fetching the libraries to compare with, once
call :maven dependency:copy@peers --projects app --activate-profiles peers
exit /b 0
