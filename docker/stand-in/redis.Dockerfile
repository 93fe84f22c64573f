# Stand-in for redis:8.0: Debian's Redis of the same version with the user, directory, port and entry point of the
# real image. Like there, a container is reachable from the others: the network decides who may connect.
FROM debian:trixie-slim
RUN groupadd -r -g 999 redis && useradd -r -g redis -u 999 redis \
 && apt-get update -qq && apt-get install -y -qq --no-install-recommends redis-server \
 && rm -rf /var/lib/apt/lists/* /etc/redis && mkdir -p /data && chown redis:redis /data
COPY --chmod=755 <<'SCRIPT' /usr/local/bin/docker-entrypoint.sh
#!/bin/sh
set -e
case "${1:-}" in -* | *.conf) set -- redis-server "$@" ;; esac
[ "$1" != redis-server ] || set -- "$@" --protected-mode no
exec "$@"
SCRIPT
USER redis
WORKDIR /data
VOLUME /data
EXPOSE 6379
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["redis-server"]
