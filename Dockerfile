# Mien's server and command line. One stage builds, one runs; models are included.
#
#   docker build -t mien .
#   docker run --rm -p 127.0.0.1:7070:7070 -v mien-data:/data mien
#   docker run --rm --user "$(id -u):$(id -g)" -v "$PWD:/photos" mien analyze /photos --out /photos/results.csv

FROM debian:bookworm-slim AS build
RUN apt-get update \
 && apt-get install -y --no-install-recommends openjdk-17-jdk-headless maven npm ca-certificates \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /build
COPY . .
RUN mvn -B -q -Dmaven.test.skip=true -Djavacpp.platform=linux-x86_64 -pl app -am package

FROM debian:bookworm-slim
# Fonts draw text into pictures.
RUN apt-get update \
 && apt-get install -y --no-install-recommends openjdk-17-jre-headless fontconfig fonts-dejavu-core \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --create-home --uid 10001 mien \
 && install -d -o mien -g mien /data
COPY --from=build /build/app/target/lib /opt/mien/lib
COPY --from=build /build/app/target/mien-app.jar /opt/mien/mien-app.jar
USER mien
ENV LC_ALL=C.UTF-8 MIEN_STORE=/data/sessions.db
VOLUME /data
EXPOSE 7070
HEALTHCHECK --start-period=60s \
  CMD ["java", "-XX:TieredStopAtLevel=1", "-cp", "/opt/mien/mien-app.jar", "dev.mien.app.server.HealthCheck", "7070"]
# A user that is given with --user has no home to unpack native libraries in.
ENTRYPOINT ["java", "-XX:+UseSerialGC", "-Djava.awt.headless=true", "-Dorg.bytedeco.javacpp.cachedir=/tmp/javacpp", "-jar", "/opt/mien/mien-app.jar"]
# Without a token in MIEN_TOKEN, one is made and printed: see docker logs.
CMD ["serve", "--host", "0.0.0.0"]
