FILESEXTRAPATHS:prepend := "${PERISPHERE_KERNEL}:"
SRC_URI += "file://perisphere.cfg"
