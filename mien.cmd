@echo off
rem Starts Mien on Windows. Builds it first if that has not been done; delete app\target to build anew.
setlocal
set "home=%~dp0"
set "jar=%home%app\target\mien-app.jar"
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"

if exist "%jar%" goto start
where /q "%java%" || if not exist "%java%.exe" (echo mien: Java 17 or newer is needed ^(JDK^)>&2 & exit /b 2)
where /q mvn || (echo mien: Maven is needed to build Mien>&2 & exit /b 2)
where /q npm || (echo mien: npm is needed to fetch the face detector's models>&2 & exit /b 2)
echo Building Mien (first use); this takes a minute or two ...>&2
pushd "%home%"
if not exist app\target mkdir app\target
call mvn -B -q -Dmaven.test.skip=true -pl app -am package > app\target\build.log 2>&1
set "code=%errorlevel%"
popd
if not "%code%"=="0" (echo mien: the build failed; all of its output is in %home%app\target\build.log>&2 & exit /b 2)
echo Built.>&2

:start
rem UTF-8 in and out, whatever the code page.
chcp 65001 >nul
if "%1"=="train" goto training
if "%1"=="ablate" goto training
if "%1"=="audit" goto training
if "%1"=="cross-validate" goto training
goto run
:training
if not defined OPENBLAS_NUM_THREADS set "OPENBLAS_NUM_THREADS=1"
:run
"%java%" -XX:+UseSerialGC -XX:-UsePerfData -Djava.awt.headless=true -Dfile.encoding=UTF-8 -Dmien.stdout.terminal=true -Dmien.stderr.terminal=true -jar "%jar%" %*
exit /b %errorlevel%
