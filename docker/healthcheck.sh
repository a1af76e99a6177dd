#!/usr/bin/env bash
# Succeeds when the service says that it is ready. Bash speaks enough HTTP for this; the image has no curl. It speaks no
# TLS: with a certificate, a port that takes connections has to be enough.
set -euo pipefail

if [[ -n "${HTTPS_CERTIFICATE_FILE:-}" ]]; then
    exec 3<>"/dev/tcp/127.0.0.1/${HTTPS_PORT:-8443}"
    exit 0
fi
exec 3<>"/dev/tcp/127.0.0.1/${HTTP_PORT:-8080}"
printf 'GET /q/health/ready HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
IFS= read -r -t 4 status <&3
[[ "$status" == "HTTP/1."?" 200 "* ]]
