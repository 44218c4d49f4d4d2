SUMMARY = "std::expected of C++23 for older standards, header only"
HOMEPAGE = "https://github.com/TartanLlama/expected"
LICENSE = "CC0-1.0"
LIC_FILES_CHKSUM = "file://COPYING;md5=65d3616852dbf7b1a6d4b53b00626032"

SRC_URI = "git://github.com/TartanLlama/expected.git;protocol=https;branch=master"
SRCREV = "292eff8bd8ee230a7df1d6a1c00c4ea0eb2f0362"
S = "${WORKDIR}/git"

inherit cmake

EXTRA_OECMAKE = "-DEXPECTED_BUILD_TESTS=OFF -DEXPECTED_BUILD_PACKAGE=OFF"

# There is nothing to run.
ALLOW_EMPTY:${PN} = "1"
BBCLASSEXTEND = "native nativesdk"
