# What builds stays behind: only the virtual environment goes into the image that runs. No secret is needed to build.
FROM python:3.11-slim-bookworm AS build
WORKDIR /src
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
COPY constraints.txt constraints-build.txt ./
RUN python3 -m venv /opt/tools && /opt/tools/bin/pip install --only-binary :all: --require-hashes -r constraints-build.txt
RUN python3 -m venv /opt/bot && /opt/bot/bin/pip install --only-binary :all: --require-hashes -r constraints.txt
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
RUN /opt/tools/bin/hatchling build -t wheel -d /opt/built && /opt/bot/bin/pip install --no-deps /opt/built/*.whl
RUN /opt/bot/bin/pip check && /opt/bot/bin/pip uninstall -y pip setuptools

FROM python:3.11-slim-bookworm
RUN groupadd --gid 10001 bot \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin bot \
    && install -d -o 10001 -g 10001 -m 0750 /data
COPY --from=build /opt/bot /opt/bot
ENV PATH=/opt/bot/bin:/usr/local/bin:/usr/bin:/bin PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    BOT_DATA_DIR=/data BOT_CORPUS_DIR=/corpus BOT_LOG_FORMAT=json BOT_MONITOR_PORT=9464
WORKDIR /data
USER 10001:10001
VOLUME /data
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
    CMD ["python3", "-m", "bot.monitoring.probe", "http://127.0.0.1:9464/health"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["bot"]
CMD ["run"]
