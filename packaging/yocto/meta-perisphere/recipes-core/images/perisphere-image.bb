SUMMARY = "A small image with perisphered"
DESCRIPTION = "The device's configuration, /etc/perisphere/perisphered.json, is for the product's own layer to install."

inherit core-image

# Needs INIT_MANAGER = "systemd" of the distribution.
inherit features_check
REQUIRED_DISTRO_FEATURES = "systemd"

IMAGE_INSTALL += "perisphered perisphered-runtime kernel-modules"
