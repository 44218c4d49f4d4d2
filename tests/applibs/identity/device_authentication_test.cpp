#include "world.hpp"

#include <cerrno>
#include <filesystem>

namespace perisphere::device_authentication_test
{

using namespace perisphere::identity;
using namespace std::chrono_literals;
using test::appOfTenant;
using test::kTenant;
using test::World;

namespace
{

TenantState stateOf(const World& world)
{
    return world.authentication->tenants().at(0).state;
}

const device::App& ourApp()
{
    static const device::App app = appOfTenant(kTenant);
    return app;
}

} // namespace

TEST_CASE_METHOD(World, "a certificate comes a second after the network and the time are there")
{
    isOnline = false;
    const device::App& app = ourApp();
    CHECK_FALSE(authentication->isReady(app));
    timers.advance(60s);
    CHECK(stateOf(*this) == TenantState::WaitingForNetwork);
    CHECK(timers.pending() == 0); // it is told
    CHECK(authentication->certificate(app).error().error == EAGAIN);
    std::optional<device::Outcome<std::vector<std::uint8_t>>> signature;
    const std::vector<std::uint8_t> digest(32);
    authentication->sign(app, digest, [&](auto outcome) { signature = std::move(outcome); });
    REQUIRE(signature);
    CHECK(signature->error().error == EAGAIN);
    CHECK_FALSE(std::filesystem::exists(authentication->certificatePath(app)));
    comeOnline();
    timers.advance(1s);
    INFO(log.lines);
    CHECK(authentication->isReady(app));
    CHECK(authentication->certificate(app)->find("BEGIN CERTIFICATE") != std::string::npos);
    authentication->sign(app, digest, [&](auto outcome) { signature = std::move(outcome); });
    CHECK(signature->has_value());
    CHECK(std::filesystem::exists(authentication->certificatePath(app)));
}

TEST_CASE_METHOD(World, "apps without a tenant, or one of zeros, have no certificate")
{
    for (const char* tenant : {"", "00000000-0000-0000-0000-000000000000"}) {
        const device::App app = appOfTenant(tenant);
        authentication->add(app);
        timers.advance(60s);
        CHECK_FALSE(authentication->isReady(app));
        CHECK(authentication->certificate(app).error().error == EINVAL);
        CHECK_FALSE(std::filesystem::exists(authentication->certificatePath(app)));
    }
    CHECK(authentication->tenants().empty());
}

TEST_CASE_METHOD(World, "a tenant is the same in upper case")
{
    authentication->add(ourApp());
    authentication->add(appOfTenant("0F1E2D3C-4B5A-4978-8695-A4B3C2D1E0FF"));
    CHECK(authentication->tenants().size() == 1);
}

TEST_CASE_METHOD(World, "a certificate is renewed before it ends")
{
    authentication->add(ourApp());
    timers.advance(2s);
    const std::string first = *authentication->certificate(ourApp());
    timers.advance(20h);
    CHECK(*authentication->certificate(ourApp()) == first);
    timers.advance(2h);
    CHECK(*authentication->certificate(ourApp()) != first);
    for (int day = 0; day < 10; ++day) {
        timers.advance(24h);
        CHECK(authentication->isReady(ourApp()));
    }
}

TEST_CASE_METHOD(World,
                 "a certificate that cannot be renewed ends, and comes again with the network")
{
    authentication->add(ourApp());
    timers.advance(2s);
    isOnline = false;
    timers.advance(23h);
    CHECK(authentication->isReady(ourApp()));
    timers.advance(1h);
    CHECK_FALSE(authentication->isReady(ourApp()));
    CHECK(stateOf(*this) == TenantState::Expired);
    CHECK_FALSE(std::filesystem::exists(authentication->certificatePath(ourApp())));
    comeOnline();
    timers.advance(1s);
    CHECK(authentication->isReady(ourApp()));
}

TEST_CASE_METHOD(World, "certificates are kept over a restart while they are valid")
{
    authentication->add(ourApp());
    timers.advance(2s);
    const std::string chain = *authentication->certificate(ourApp());
    isOnline = false;
    openAuthentication();
    CHECK(authentication->isReady(ourApp()));
    CHECK(*authentication->certificate(ourApp()) == chain);
    authentication.reset();
    timers.advance(25h);
    openAuthentication();
    CHECK_FALSE(authentication->isReady(ourApp()));
}

TEST_CASE_METHOD(World, "a certificate of another device is of no use")
{
    authentication->add(ourApp());
    timers.advance(2s);
    authentication.reset();
    std::filesystem::remove_all(folder / "identity");
    openRoot();
    isOnline = false;
    openAuthentication();
    CHECK_FALSE(authentication->isReady(ourApp()));
}

TEST_CASE_METHOD(World, "a failed attestation is tried again, less and less often")
{
    measurement = fail(ErrorCode::Io, "the image cannot be read");
    authentication->add(ourApp());
    timers.advance(1s);
    CHECK(stateOf(*this) == TenantState::Failed);
    CHECK(authentication->tenants()[0].lastError.find("cannot be read") != std::string::npos);
    timers.advance(1h);
    const auto count = std::count(log.lines.begin(), log.lines.end(), '\n');
    CHECK(count > 10);
    CHECK(count < 30);
    measurement = Measurement{};
    timers.advance(302s);
    CHECK(authentication->isReady(ourApp()));
}

TEST_CASE_METHOD(World, "certificates can be ended by hand, until they are renewed by hand")
{
    authentication->add(ourApp());
    timers.advance(2s);
    authentication->expire();
    timers.advance(24h);
    CHECK_FALSE(authentication->isReady(ourApp()));
    authentication->renew();
    timers.advance(2s);
    CHECK(authentication->isReady(ourApp()));
}

TEST_CASE_METHOD(World, "a barred device is told so")
{
    authentication->add(ourApp());
    timers.advance(2s);
    REQUIRE(authority->bar(root->deviceId()));
    authentication->expire();
    authentication->renew();
    timers.advance(2s);
    CHECK(stateOf(*this) == TenantState::Failed);
    CHECK(authentication->tenants()[0].lastError.find("barred") != std::string::npos);
}

} // namespace perisphere::device_authentication_test
