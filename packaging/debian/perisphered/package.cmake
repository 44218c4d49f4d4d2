perisphere_package(daemon NAME perisphered SECTION admin
  SUMMARY "runs apps on a Linux device, each in a sandbox"
  DESCRIPTION "The daemon installs, starts and serves apps for devices of the MT3620 kind
on a Linux board. Each runs in a sandbox that is built from its manifest.
Packages are accepted when they are signed with a key that the device's
configuration names. It does not start before there is one, for which
/usr/share/doc/perisphered/examples has an example."
  RECOMMENDS libtss2-tcti-device0 nftables perisphere-runtime
  SUGGESTS busybox gdbserver rauc wpasupplicant)
