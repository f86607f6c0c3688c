# docker build -t dateline .
# docker run -it -p 8080:8080 -v dateline-data:/data -v ./config:/config:ro -e TELEGRAM_TOKEN -e DISCORD_TOKEN dateline

FROM rust:1.95-bookworm AS build
WORKDIR /src
COPY Cargo.toml Cargo.lock ./
COPY src src
RUN cargo build --release --locked --bin dateline

FROM debian:bookworm-slim
# The program brings its own certificates; time zones it takes from the system, which also keeps them up to date.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends tzdata \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --no-create-home --home-dir /data dateline \
    && install --directory --owner=dateline /data
# The licences of the program and of the letters on its pictures.
COPY LICENSE src/render/picture/LICENSE-FONT /usr/share/doc/dateline/
COPY --from=build /src/target/release/dateline /usr/local/bin/dateline
# What runs when nothing is mounted over it: the samples.
COPY config /config

USER dateline
WORKDIR /data
VOLUME /data
# The container is the boundary here: its own loopback would reach nobody.
ENV DATELINE__WEB__LISTEN=0.0.0.0:8080
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["dateline", "health", "--config", "/config"]
ENTRYPOINT ["dateline", "--config", "/config", "--data", "/data"]
CMD ["run"]
