# Stand-in for nacos/nacos-server:v3.1.1: the embedded server behind the ports, variables and paths of the real image.
# Context: a directory with nacos-config-server.jar.
FROM eclipse-temurin:25-jre
WORKDIR /home/nacos
RUN --mount=type=bind,source=nacos-config-server.jar,target=/tmp/nacos-config-server.jar \
    java -Djarmode=tools -jar /tmp/nacos-config-server.jar extract --destination target
ENV ATRIUM_HOME=/home/nacos ATRIUM_NACOS_BIND_ADDRESS=0.0.0.0 ATRIUM_NACOS_PORT=8848 ATRIUM_NACOS_CONSOLE_PORT=8080
ENV JVM_XMS=256m JVM_XMX=512m
# The same for the training run and for every other: a class archive is only good for the options it was made with.
ENV JDK_JAVA_OPTIONS="-XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
COPY --chmod=755 <<'SCRIPT' bin/docker-startup.sh
#!/bin/bash
exec java -XX:SharedArchiveFile=target/nacos.jsa -Xlog:cds=off -Xlog:cds+dynamic=off -Xms"$JVM_XMS" -Xmx"$JVM_XMX" \
    ${JAVA_OPT:-} -jar target/nacos-config-server.jar "$@"
SCRIPT
# A first start that is thrown away but for its classes: it halves the time that every later one takes.
RUN export ATRIUM_HOME=/tmp/training NACOS_AUTH_IDENTITY_KEY=training \
        NACOS_AUTH_TOKEN=$(head -c 48 /dev/urandom | base64 -w0) NACOS_AUTH_IDENTITY_VALUE=$(head -c 24 /dev/urandom | base64 -w0) \
 && java -XX:ArchiveClassesAtExit=target/nacos.jsa -jar target/nacos-config-server.jar --exit-when-ready \
        >/tmp/training.log 2>&1 || { cat /tmp/training.log; exit 1; } \
 && test -s target/nacos.jsa && rm -rf /tmp/training*
EXPOSE 8080 8848 9848
ENTRYPOINT ["bin/docker-startup.sh"]
