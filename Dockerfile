# A container with all that ./run and ./test need, for machines that are not Debian 12:
#   docker build -t perisphere . && docker run --rm -it -v "$PWD:/src" -w /src perisphere ./test
FROM debian:12
COPY scripts/packages /usr/share/perisphere/packages
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates sudo \
      $(sed -e 's/#.*//' /usr/share/perisphere/packages/*.txt) \
 && rm -rf /var/lib/apt/lists/*
# The tree belongs to the caller, not to root.
RUN git config --system --add safe.directory '*'
