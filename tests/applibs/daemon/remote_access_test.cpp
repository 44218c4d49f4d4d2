// The device managed over the network: perisphere-remote on the loopback, and the gateway of
// `perisphere device connect` before it.
#include "perisphere/remote/gateway.hpp"
#include "tested_device.hpp"

#include <fstream>
#include <string>

using namespace perisphere;

namespace
{

struct KeyFiles {
    explicit KeyFiles(const std::string& name)
        : key(image::SigningKey::generate(name).value())
    {
        std::ofstream(folder / "certificate.pem") << key.certificatePem().value();
        std::ofstream(folder / "key.pem") << key.privateKeyPem().value();
    }
    [[nodiscard]] std::string certificate() const { return (folder / "certificate.pem").string(); }

    image::SigningKey key;
    test::TemporaryDirectory folder;
};

remote::Gateway::Parts towards(std::uint16_t port, const image::SigningKey& key,
                               const KeyFiles& device)
{
    const remote::Credentials credentials{.certificate = key.certificatePem().value(),
                                          .privateKey = key.privateKeyPem().value(),
                                          .trusted = {device.key.certificatePem().value()}};
    return {.device = {.host = "127.0.0.1", .port = port},
            .identity = remote::TlsIdentity::create(remote::Side::Client, credentials).value(),
            .note = {}};
}

} // namespace

TEST_CASE("over the network the device does what it does on its socket, for those it trusts",
          "[daemon]")
{
    if (!test::canUseSandbox())
        return;
    const KeyFiles own("board-7");
    const KeyFiles developer("developer");
    test::TestedDevice device(
        {.extra = fmt::format(
             R"(, "management": {{"listen": "127.0.0.1:0", "certificate": "{}", "key": "{}",
                            "clients": ["{}"]}})",
             own.certificate(), (own.folder / "key.pem").string(), developer.certificate())});
    device.start();
    auto local = device.client();
    const std::string listens = test::logged(local, "listens at 127.0.0.1:0, port ");
    const auto port = static_cast<std::uint16_t>(std::stoul(listens.substr(listens.rfind(' '))));

    const test::TemporaryDirectory here;
    const auto gateway =
        remote::Gateway::open(towards(port, developer.key, own), here / "control.sock");
    if (!gateway)
        FAIL(gateway.error().toString());
    CHECK((*gateway)->deviceSubject() == "CN=board-7");
    auto far = control::ControlClient::connect(here / "control.sock", "far").value();
    CHECK(far.call("device.info").value()["board"] == "qemu_virt");
    // The package is a file of this end's: the device is told where another one is.
    const auto installed = far.call("app.install", {{"package", device.package(test::specOf(""))}});
    if (!installed)
        FAIL(installed.error().toString());
    CHECK(test::logged(far, "runs on") == "runs on 26.11 as process 100");
    CHECK(test::logged(local, "admitted 127.0.0.1 CN=developer") != "");

    // Who is a stranger hears nothing, and the log has it.
    const auto stranger = image::SigningKey::generate("stranger").value();
    const auto refused = remote::Gateway::open(towards(port, stranger, own), here / "other.sock");
    if (refused) { // with TLS 1.3 a client learns of it with its first answer
        auto nobody = control::ControlClient::connect(here / "other.sock", "far").value();
        CHECK_FALSE(nobody.call("device.info"));
    }
    CHECK(test::logged(local, "refused 127.0.0.1") != "");
    CHECK(device.stop() == 0);
}
