// A device and its authority, with a clock that the test moves.
#pragma once

#include "fake_timers.hpp"
#include "perisphere/identity/attestation_authority.hpp"
#include "perisphere/identity/device_authentication.hpp"
#include "perisphere/identity/file_root_of_trust.hpp"
#include "temporary_directory.hpp"

#include <catch2/catch.hpp>

namespace perisphere::test
{

using namespace perisphere::identity;

inline constexpr const char* kTenant = "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0ff";
inline constexpr std::int64_t kStart = 1'700'000'000;

class TextLog final : public device::AppLog
{
public:
    void write(std::string_view /*componentId*/, device::LogSource /*source*/,
               std::string_view text) override
    {
        lines += std::string(text) + '\n';
    }
    std::string lines;
};

inline device::App appOfTenant(const std::string& tenant)
{
    const std::string capability =
        tenant.empty() ? "" : R"("DeviceAuthentication": ")" + tenant + R"(")";
    auto parsed = manifest::parse(R"({"SchemaVersion": 1, "Name": "Test", "EntryPoint": "/bin/app",
        "ComponentId": "0d4f7d5e-5c52-4c0b-8a6c-3a0d3c6a9c55", "CmdArgs": [],
        "Capabilities": {)" + capability +
                                      "}}",
                                  "app_manifest.json");
    REQUIRE(parsed.ok());
    device::App app;
    app.manifest = std::move(*parsed.value);
    app.componentId = app.manifest.componentId;
    return app;
}

struct World {
    TemporaryDirectory folder;
    FakeTimers timers;
    TextLog log;
    bool isOnline = true;
    Result<Measurement> measurement = Measurement{};
    std::unique_ptr<FileRootOfTrust> root;
    std::unique_ptr<AttestationAuthority> authority;
    std::unique_ptr<DeviceAuthentication> authentication;

    World()
    {
        openRoot();
        openAuthority();
        openAuthentication();
    }

    [[nodiscard]] std::int64_t time() const
    {
        return kStart + std::chrono::duration_cast<std::chrono::seconds>(timers.now()).count();
    }
    void openRoot()
    {
        auto opened = FileRootOfTrust::open(folder / "identity");
        REQUIRE(opened);
        root = std::move(*opened);
    }
    void openAuthority()
    {
        auto opened = AttestationAuthority::open(folder / "authority",
                                                 {.seed = {}, .time = [this] { return time(); }});
        REQUIRE(opened);
        authority = std::move(*opened);
    }
    void openAuthentication()
    {
        authentication.reset();
        auto created = DeviceAuthentication::create({.timers = timers,
                                                     .root = *root,
                                                     .service = *authority,
                                                     .log = log,
                                                     .folder = folder / "certificates",
                                                     .time = [this] { return time(); },
                                                     .isOnline = [this] { return isOnline; },
                                                     .measure = [this] { return measurement; }});
        REQUIRE(created);
        authentication = std::move(*created);
    }

    void comeOnline()
    {
        isOnline = true;
        authentication->networkIsReady();
    }

    /// Evidence that holds, unless `change` spoils it before or after it is signed.
    using Change = std::function<void(Evidence&)>;
    Evidence evidence(const Change& beforeSigning = {}, const Change& afterSigning = {})
    {
        Evidence evidence{.tenant = kTenant,
                          .publicKey = root->publicKey(),
                          .nonce = authority->challenge().value(),
                          .counter = root->increase("attestation").value(),
                          .measurement = {},
                          .signature = {}};
        if (beforeSigning)
            beforeSigning(evidence);
        evidence.signature = root->sign(evidenceDigest(evidence)).value();
        if (afterSigning)
            afterSigning(evidence);
        return evidence;
    }
};

} // namespace perisphere::test
