# Stand-in for alpine/socat:1.7.4.3-r0, which Testcontainers starts beside a compose file.
FROM debian:trixie-slim
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends socat && rm -rf /var/lib/apt/lists/*
ENTRYPOINT ["socat"]
