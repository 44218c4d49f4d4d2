// The ADC of the Linux target, on a folder in the place of sysfs.
#include "perisphere/linux/services/adc_channels.hpp"

#include "channel_client.hpp"
#include "perisphere/base/atomic_file.hpp"
#include "perisphere/protocol/adc.hpp"
#include "perisphere/protocol/hello.hpp"
#include "perisphere/protocol/pwm.hpp"
#include "temporary_directory.hpp"

#include <catch2/catch.hpp>

namespace perisphere::adc_channels_test
{

using test::call;

namespace
{

/// Two devices: a converter of 12 bits that tells its scale, and one of 10 bits that does not.
struct Bench {
    Bench()
    {
        write("iio:device0/name", "other");
        write("iio:device0/in_voltage0_raw", "512");
        write("iio:device3/name", "converter");
        write("iio:device3/in_voltage_scale", "0.5");
        write("iio:device3/in_voltage5_raw", "2000");
        names.adc = {{.device = "converter", .channel = 5, .bits = 12},
                     {.device = "other", .channel = 0, .bits = 10}};
    }

    void write(const std::string& file, const std::string& value)
    {
        const auto path = sys / ("bus/iio/devices/" + file);
        std::filesystem::create_directories(path.parent_path());
        REQUIRE(replaceFile(path, value + "\n"));
    }

    [[nodiscard]] std::int64_t sample(const device::Opened& adc, std::uint32_t channel = 0)
    {
        const auto reply = call(adc, protocol::AdcPollRequest{.channel = channel});
        return reply.error != 0 ? -reply.error : reply.value;
    }

    test::TemporaryDirectory sys;
    target::DeviceNames names;
    target::AdcChannels service{names, sys.path()};
    device::App app;
};

int setReference(const device::Opened& adc, std::uint32_t microvolts)
{
    return call(adc, protocol::AdcSetReferenceVoltageRequest{.microvolts = microvolts}).error;
}

} // namespace

TEST_CASE("a sample is the voltage as a part of the reference that the app has set")
{
    Bench bench;
    const auto adc = bench.service.open(bench.app, 0);
    REQUIRE(adc);
    CHECK(bench.sample(*adc) == 1638); // 1 V of 2.5 V
    CHECK(setReference(*adc, 1'800'000) == 0);
    CHECK(bench.sample(*adc) == 2275);
    bench.write("iio:device3/in_voltage5_offset", "400");
    CHECK(bench.sample(*adc) == 2730);
    bench.write("iio:device3/in_voltage5_raw", "4095"); // above the reference
    CHECK(bench.sample(*adc) == 4095);
    bench.write("iio:device3/in_voltage5_raw", "-1000");
    CHECK(bench.sample(*adc) == 0);
    bench.write("iio:device3/in_voltage5_scale", "1"); // its own goes before that of all
    bench.write("iio:device3/in_voltage5_raw", "500");
    CHECK(bench.sample(*adc) == 2048);
}

TEST_CASE("a device that tells no scale has the samples themselves")
{
    Bench bench;
    const auto adc = bench.service.open(bench.app, 0);
    REQUIRE(adc);
    CHECK(bench.sample(*adc, 1) == 512);
    CHECK(call(*adc, protocol::AdcSampleBitCountRequest{.channel = 0}).value == 12);
    CHECK(call(*adc, protocol::AdcSampleBitCountRequest{.channel = 1}).value == 10);
}

TEST_CASE("what an ADC cannot do is refused")
{
    Bench bench;
    auto adc = bench.service.open(bench.app, 0);
    REQUIRE(adc);
    CHECK(bench.service.open(bench.app, 0).error().error == EBUSY);
    CHECK(bench.sample(*adc, 2) == -EINVAL);
    CHECK(call(*adc, protocol::AdcSampleBitCountRequest{.channel = 2}).error == EINVAL);
    CHECK(setReference(*adc, 1'799'999) == EINVAL);
    CHECK(setReference(*adc, 2'500'001) == EINVAL);
    bench.write("iio:device3/in_voltage5_raw", "no number");
    CHECK(bench.sample(*adc) == -EIO);
    adc->descriptor.reset();
    CHECK(bench.service.open(bench.app, 0));
}

TEST_CASE("what is no request of a channel disturbs no one")
{
    Bench bench;
    const auto adc = bench.service.open(bench.app, 0);
    REQUIRE(adc);
    const int socket = adc->descriptor.get();
    REQUIRE(::send(socket, "no request", 10, 0) == 10); // the app's own write(2)
    CHECK(bench.sample(*adc) == 1638);
    CHECK(call(*adc, protocol::HelloRequest{}).error == EPROTO); // of the connection
    CHECK(call(*adc, protocol::PwmApplyRequest{}).error == EPROTO);
    CHECK(bench.sample(*adc) == 1638);

    // One that is longer than any request ends the channel.
    const std::vector<char> large(protocol::kMaxMessageBytes + 1);
    REQUIRE(::send(socket, large.data(), large.size(), 0) == static_cast<ssize_t>(large.size()));
    char byte = 0;
    CHECK(::recv(socket, &byte, 1, 0) == 0);
    CHECK(bench.service.open(bench.app, 0));
}

TEST_CASE("an IIO device that is not there is named at the open")
{
    Bench bench;
    bench.names.adc.push_back({.device = "absent", .channel = 0, .bits = 12});
    const auto adc = bench.service.open(bench.app, 0);
    REQUIRE_FALSE(adc);
    CHECK(adc.error().error == ENODEV);
    CHECK(adc.error().reason.find("\"absent\"") != std::string::npos);
    bench.names.adc.clear();
    CHECK(bench.service.open(bench.app, 0).error().error == ENODEV);
}

} // namespace perisphere::adc_channels_test
