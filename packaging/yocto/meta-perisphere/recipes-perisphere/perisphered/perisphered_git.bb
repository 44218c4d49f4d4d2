SUMMARY = "Runs apps on a Linux device, each in a sandbox"
DESCRIPTION = "The daemon installs, starts and serves apps for devices of the MT3620 kind."
LICENSE = "Apache-2.0"
LIC_FILES_CHKSUM = "file://LICENSE;md5=3b83ef96387f14655fc854ddc3c6bd57"

DEPENDS = "boost cli11 curl fmt libseccomp libuv nlohmann-json openssl systemd tl-expected tpm2-tss valijson"

inherit cmake externalsrc systemd

EXTERNALSRC = "${PERISPHERE_SOURCE}"

# What runs on developers' machines is left out of cross builds by itself.
EXTRA_OECMAKE = "-DPERISPHERE_TESTS=OFF -DPERISPHERE_BENCHMARKS=OFF -DPERISPHERE_WERROR=OFF"
OECMAKE_TARGET_COMPILE = "all perisphere_runtime"

PACKAGECONFIG ??= "network wifi"
# Options of the build there are none: these are what the daemon calls.
PACKAGECONFIG[debugging] = ",,,gdbserver"
PACKAGECONFIG[network] = ",,,nftables,kernel-module-veth kernel-module-bridge kernel-module-nf-tables"
PACKAGECONFIG[wifi] = ",,,wpa-supplicant"

do_install() {
    for component in daemon runtime; do
        DESTDIR='${D}' cmake --install '${B}' --component $component
    done
    # Units are not below /usr where that is not merged with the root.
    if [ '${systemd_system_unitdir}' != '${prefix}/lib/systemd/system' ]; then
        install -d ${D}${systemd_system_unitdir}
        mv ${D}${prefix}/lib/systemd/system/* ${D}${systemd_system_unitdir}
        rm -r ${D}${prefix}/lib/systemd
    fi
}

SYSTEMD_SERVICE:${PN} = "perisphered.service"

# What apps load, in a package of its own.
PACKAGES =+ "${PN}-runtime"
FILES:${PN}-runtime = "${libdir}/libapplibs.so.* ${libdir}/libtlsutils.so.* ${libdir}/libperisphere-host.so.*"
FILES:${PN} += "${prefix}/lib/modules-load.d ${prefix}/lib/perisphere ${libexecdir}/perisphere ${systemd_system_unitdir} ${datadir}/perisphere"
RRECOMMENDS:${PN} = "${PN}-runtime"
