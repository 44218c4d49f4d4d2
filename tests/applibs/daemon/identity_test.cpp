// Who a device is, with a real TPM: an app in its sandbox proves it to a server of TLS.
#include "certificate_builder.hpp"
#include "packages.hpp"
#include "perisphere/base/file.hpp"
#include "perisphere/json/document.hpp"
#include "sandboxed_app.hpp"
#include "software_tpm.hpp"
#include "started_daemon.hpp"

#include <catch2/catch.hpp>

#include <cstdio>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <openssl/pem.h>
#include <optional>
#include <string>

namespace perisphere::daemon_identity_test
{
namespace
{

namespace fs = std::filesystem;

constexpr std::uint64_t kMaxFileBytes = 16 * 1024 * 1024;
constexpr const char* kTenant = "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0ff";

/// What a program of the test's has written, and its exit code.
struct Said {
    int code = -1;
    std::string text;
};

Said run(const std::string& command)
{
    Said said;
    std::FILE* const output = ::popen((command + " 2>&1").c_str(), "r");
    REQUIRE(output != nullptr);
    std::array<char, 4096> piece{};
    for (std::size_t count = 0; (count = std::fread(piece.data(), 1, piece.size(), output)) > 0;)
        said.text.append(piece.data(), count);
    const int status = ::pclose(output);
    said.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return said;
}

/// A device whose apps have TLS.
class Device
{
public:
    /// @param identity the configuration's member; may be empty
    explicit Device(const std::string& identity)
    {
        for (const char* const library : {APPLIBS, TLSUTILS})
            copyLibrary(library, fs::path(library).filename());
        for (const char* const name : {"libssl.so.3", "libcrypto.so.3"})
            for (const char* const folder :
                 {"/lib", "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu"})
                if (fs::exists(fs::path(folder) / name))
                    copyLibrary(fs::canonical(fs::path(folder) / name), name);
        std::ofstream(m_folder / "ours.pem") << test::signingKey().certificatePem().value();
        std::ofstream(m_folder / "perisphered.json") << fmt::format(
            R"({{"name": "bench", "board": "qemu_virt", "systemRoot": "{}", "state": "{}",
                "runtime": "{}", "trustedKeys": ["{}"]{}{}}})",
            m_root.path().string(), (m_folder / "state").string(), (m_folder / "run").string(),
            (m_folder / "ours.pem").string(),
            identity.empty() ? "" : R"(, "identity": )" + identity,
            test::hasControlGroups() ? "" : R"(, "mayBeMissing": ["cgroup"])");
    }
    void start()
    {
        m_since = 0;
        m_daemon.emplace(m_folder.path());
    }
    int stop() { return m_daemon->stop(); }

    /// Of the app that proves who its device is, started anew: what it says that has this text.
    [[nodiscard]] std::string appSays(const std::string& text)
    {
        auto client = m_daemon->client();
        const auto installed = client.call("app.install", {{"package", package()}});
        if (!installed)
            FAIL(installed.error().toString());
        std::string all;
        const auto subscription =
            client.subscribe("app.watchLog", {{"since", m_since}}, [&](const json::Value& news) {
                m_since = news["page"]["next"].get<std::uint64_t>();
                for (const json::Value& line : news["page"]["lines"])
                    all += line["text"].get<std::string>() + '\n';
            });
        REQUIRE(subscription);
        INFO(all);
        REQUIRE(client
                    .wait([&] {
                        return all.rfind("TLSv1.3 client") != std::string::npos ||
                               all.rfind("not used") != std::string::npos;
                    })
                    .value());
        REQUIRE(client.unsubscribe(*subscription));
        m_status = client.call("identity.status").value();
        REQUIRE(client.call("app.remove", {{"app", "Prover"}}));
        const auto at = all.rfind(text);
        if (at == std::string::npos)
            FAIL("not said: " << text << "\n" << all);
        return all.substr(at, all.find('\n', at) - at);
    }

    /// As the control API told it while the app ran last.
    [[nodiscard]] const json::Value& status() const { return m_status; }
    [[nodiscard]] Said identity(const std::string& arguments) const
    {
        return run(fmt::format("{} identity {} --configuration {}", PERISPHERED, arguments,
                               (m_folder / "perisphered.json").string()));
    }
    [[nodiscard]] json::Value shown() const
    {
        const Said said = identity("show --json");
        INFO(said.text);
        REQUIRE(said.code == 0);
        return json::Document::parse(said.text, "show").value().root();
    }
    [[nodiscard]] fs::path file(const std::string& name) const { return m_folder / name; }

private:
    void copyLibrary(const fs::path& from, const fs::path& name)
    {
        const fs::path to = m_root.path() / "usr/lib" / name;
        fs::create_directories(to.parent_path());
        fs::copy_file(from, to);
    }
    [[nodiscard]] std::string package() const
    {
        const auto program = readTextFile(IDENTITY_APP, kMaxFileBytes).value();
        const auto bytes =
            test::pack({.name = "Prover",
                        .capabilities = fmt::format(R"("DeviceAuthentication": "{}")", kTenant),
                        .program = program});
        const fs::path file = m_folder / "prover.imagepackage";
        std::ofstream(file, std::ios::binary)
            .write(reinterpret_cast<const char*>(bytes.data()),
                   static_cast<std::streamsize>(bytes.size()));
        return file.string();
    }

    test::SystemRootOfTests m_root;
    test::TemporaryDirectory m_folder;
    std::optional<test::StartedDaemon> m_daemon;
    std::uint64_t m_since = 0; ///< of the log: what was read
    json::Value m_status;
};

std::string identityIn(const test::SoftwareTpm& tpm)
{
    return fmt::format(R"({{"key": "tpm", "tpm": "{}"}})", tpm.name());
}

/// A maker's authority, that signs what a device requests.
struct Maker {
    identity::PkeyPtr key = identity::makeKey(std::nullopt, "").value();
    identity::X509Ptr root =
        identity::buildCertificate({.role = identity::CertificateRole::Intermediate,
                                    .commonName = "maker",
                                    .organisation = {},
                                    .serial = 1,
                                    .notBefore = 0,
                                    .notAfter = 4'000'000'000},
                                   *key, nullptr, *key)
            .value();

    /// The chain, PEM. The request's signature has to be right.
    [[nodiscard]] std::string sign(const std::string& request, const std::string& name) const
    {
        X509_REQ* const parsed =
            PEM_read_bio_X509_REQ(certificates::readFrom(request).get(), nullptr, nullptr, nullptr);
        REQUIRE(parsed != nullptr);
        EVP_PKEY* const subject = X509_REQ_get0_pubkey(parsed);
        REQUIRE(X509_REQ_verify(parsed, subject) == 1);
        const auto leaf = identity::buildCertificate({.role = identity::CertificateRole::Client,
                                                      .commonName = name,
                                                      .organisation = {},
                                                      .serial = 2,
                                                      .notBefore = 0,
                                                      .notAfter = 4'000'000'000},
                                                     *subject, root.get(), *key)
                              .value();
        X509_REQ_free(parsed);
        return identity::pemOfCertificate(*leaf).value() +
               identity::pemOfCertificate(*root).value();
    }
};

} // namespace

TEST_CASE("a fresh device has a key in its TPM, with which an app is a client of TLS", "[identity]")
{
    if (!test::canUseSandbox())
        return;
    test::SoftwareTpm tpm;
    Device device(identityIn(tpm));
    device.start();
    CHECK(device.appSays("ready 1") == "ready 1 file 1");
    const json::Value shown = device.shown();
    const std::string proved = " client /CN=" + shown["deviceId"].get<std::string>();
    CHECK(device.appSays("TLSv1.2") == "TLSv1.2" + proved);
    CHECK(device.appSays("TLSv1.3") == "TLSv1.3" + proved);
    CHECK(device.status()["deviceId"] == shown["deviceId"]);
    CHECK(device.status()["tenants"] ==
          json::Value{{{"tenant", kTenant}, {"state", "ready"}, {"notAfter", shown["notAfter"]}}});
    CHECK(device.appSays("sees ") == "sees device.pem"); // and nothing of the key
    CHECK(device.stop() == 0);
    tpm.restart();
    device.start();
    CHECK(device.appSays("TLSv1.3") == "TLSv1.3" + proved);
    CHECK(device.shown() == shown);
    CHECK(device.stop() == 0);
}

TEST_CASE("a certificate that the maker has signed is the apps' at once, another is refused",
          "[identity]")
{
    if (!test::canUseSandbox())
        return;
    Device device(R"({"key": "file"})");
    const Device other(R"({"key": "file"})");
    CHECK(device.identity("show").code == 1); // there is none yet
    device.start();
    const Maker maker;
    const Said request = device.identity("request --name d7");
    REQUIRE(request.code == 0);
    std::ofstream(device.file("chain.pem")) << maker.sign(request.text, "device 7");
    const Said installed = device.identity("install " + device.file("chain.pem").string());
    INFO(installed.text);
    CHECK(installed.code == 0);
    CHECK(device.appSays("TLSv1.3") == "TLSv1.3 client /CN=device 7");
    REQUIRE(other.identity("create").code == 0);
    const Said refused = other.identity("install " + device.file("chain.pem").string());
    CHECK(refused.code == 1);
    CHECK(refused.text.find("that of another key than the device's") != std::string::npos);
    // One tenant's apps may have a certificate of their own.
    std::ofstream(device.file("tenant.pem")) << maker.sign(request.text, "device of a tenant");
    CHECK(device
              .identity(fmt::format("install --tenant {} {}", kTenant,
                                    device.file("tenant.pem").string()))
              .code == 0);
    CHECK(device.appSays("TLSv1.3") == "TLSv1.3 client /CN=device of a tenant");
    CHECK(device.identity("install --tenant ../../etc/x " + device.file("tenant.pem").string())
              .code == 1);
    CHECK(device.shown()["subject"] == "CN = device 7");
    CHECK(device.stop() == 0);
}

TEST_CASE("a device that was given no identity, or whose TPM is not there, has no certificate",
          "[identity]")
{
    if (!test::canUseSandbox())
        return;
    const std::string identity =
        GENERATE(as<std::string>(), "", R"({"key": "tpm", "tpm": "device:/nonexistent/tpm"})");
    Device device(identity);
    device.start();
    CHECK(device.appSays("ready 0") == "ready 0 file 0");
    CHECK(device.status()["tenants"][0]["state"] == "failed");
    CHECK(device.status()["tenants"][0]["lastError"] != "");
    CHECK(device.appSays("not used") == "not used: 2"); // GetTenantCertificateError: EAGAIN
    CHECK_FALSE(fs::exists(device.file("state/identity/device.key"))); // no key in a file unasked
    CHECK(device.identity("create").code == 1);
    CHECK(device.stop() == 0);
}

} // namespace perisphere::daemon_identity_test
