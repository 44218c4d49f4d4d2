// System services for tests: they do what the API says, without a device around them.
#pragma once

#include "perisphere/device/app_log.hpp"
#include "perisphere/device/services/device_auth_service.hpp"
#include "perisphere/device/services/system_services.hpp"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace perisphere::test
{

class PlainRtc final : public device::RtcService
{
public:
    device::Outcome<> set(std::int64_t secondsSinceEpoch) override
    {
        m_time = secondsSinceEpoch;
        return {};
    }
    [[nodiscard]] std::int64_t time() const { return m_time; }

private:
    std::int64_t m_time = 0;
};

class PlainPower final : public device::PowerService
{
public:
    device::Outcome<> reboot() override { return {}; }
    device::Outcome<> powerDown(std::uint32_t seconds) override
    {
        if (seconds == 0)
            return device::refuse(EINVAL);
        return {};
    }
    device::Outcome<> setProfile(device::PowerProfile /*profile*/) override { return {}; }
};

class PlainStorage final : public device::StorageService
{
public:
    explicit PlainStorage(std::filesystem::path file)
        : m_file(std::move(file))
    {
    }
    device::Outcome<UniqueFd> openMutableFile(const device::App& /*app*/,
                                              std::uint32_t /*quotaKb*/) override
    {
        UniqueFd file(::open(m_file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
        if (!file)
            return device::refuse(EIO);
        return file;
    }
    device::Outcome<> deleteMutableFile(const device::App& /*app*/) override
    {
        if (::unlink(m_file.c_str()) != 0)
            return device::refuse(errno);
        return {};
    }

private:
    std::filesystem::path m_file;
};

class PlainApplication final : public device::ApplicationService
{
public:
    device::Outcome<device::MemoryUsage> memoryUsage(const device::App& /*app*/) override
    {
        return device::MemoryUsage{.total = 120, .userMode = 100, .peakUserMode = 110};
    }
    [[nodiscard]] std::string osVersion() const override { return "25.02"; }
    /// One partner runs: it says "hello" and never reads.
    device::Outcome<UniqueFd> connect(const device::App& /*app*/,
                                      const std::string& componentId) override
    {
        if (componentId != "5f0c1c52-0f8e-4f51-9a7e-0d3c7a1b2e07")
            return device::refuse(ECONNREFUSED);
        std::array<int, 2> ends{};
        if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
            return device::refuse(errno);
        m_partner.reset(ends[1]);
        (void)::send(ends[1], "hello", 5, MSG_NOSIGNAL);
        return UniqueFd(ends[0]);
    }

private:
    UniqueFd m_partner;
};

/// Not ready, as a device without a network.
class PlainDeviceAuth final : public device::DeviceAuthService
{
public:
    bool isReady(const device::App& /*app*/) override { return false; }
    std::string certificatePath(const device::App& /*app*/) override
    {
        return "/not/there/certificate.pem";
    }
    device::Outcome<std::string> certificate(const device::App& /*app*/) override
    {
        return device::refuse(EAGAIN);
    }
    void sign(const device::App& /*app*/, std::span<const std::uint8_t> /*digest*/,
              const device::SignatureDone& done) override
    {
        done(device::refuse(EAGAIN));
    }
};

/// Everything that is written, per source.
class CollectingLog final : public device::AppLog
{
public:
    void write(std::string_view /*componentId*/, device::LogSource source,
               std::string_view text) override
    {
        (source == device::LogSource::Device ? m_device : m_app) += std::string(text) + '\n';
    }
    [[nodiscard]] const std::string& device() const { return m_device; }
    [[nodiscard]] const std::string& app() const { return m_app; }

private:
    std::string m_device;
    std::string m_app;
};

} // namespace perisphere::test
