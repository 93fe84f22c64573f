# Stand-in for eclipse-temurin:25-jre: the run time of the build's own JDK, in the place and with the variables of
# the real image. Context: a run time that jlink made.
FROM debian:trixie-slim
ENV JAVA_HOME=/opt/java/openjdk LANG=C.UTF-8
ENV PATH=$JAVA_HOME/bin:$PATH
COPY . $JAVA_HOME
CMD ["bash"]
