#include "i2c_backend.hpp"

#include "open_endpoint.hpp"
#include "perisphere/protocol/i2c.hpp"
#include "request_channel.hpp"

#include <fmt/format.h>

#include <sys/epoll.h>

namespace perisphere::services
{

using device::Opened;
using device::Outcome;
using device::refuse;

/// An open interface. Speed and time-out are the defaults again at each open.
class I2cBackend::Channel final : public RequestChannel
{
public:
    Channel(I2cBackend& backend, unsigned isu, UniqueFd socket)
        : RequestChannel(backend.m_hub, std::move(socket))
        , m_use(backend.m_uses[isu])
        , m_controller(backend.m_chip.isu[isu]->i2c)
        , m_timeout(backend.m_machine.scheduler(), "i2c.timeout", [this] { timeOut(); })
    {
        m_use = IsuUse::I2c;
        m_controller.enable();
    }
    ~Channel() override { release(); }
    Channel(const Channel&) = delete;
    Channel& operator=(const Channel&) = delete;

protected:
    void handle(const ChannelRequest& request) override
    {
        m_sequence = request.sequence;
        switch (request.operation) {
        case protocol::Operation::I2cTransfer:
            transfer(request);
            break;
        case protocol::Operation::I2cSetBusSpeed:
            setBusSpeed(request);
            break;
        case protocol::Operation::I2cSetTimeout:
            setTimeout(request);
            break;
        case protocol::Operation::I2cSetDefaultAddress:
            setDefaultAddress(request);
            break;
        default:
            fail(request.sequence, EPROTO);
        }
    }

    void handleWrite(std::span<const std::byte> bytes) override
    {
        m_isAwaited = false;
        start(m_defaultAddress, true, bytes, 0);
    }

    void closed() override { release(); }

private:
    void release()
    {
        if (!std::exchange(m_isOpen, false))
            return;
        m_timeout.cancel();
        m_controller.disable();
        m_use = IsuUse::None;
    }

    void transfer(const ChannelRequest& request)
    {
        const auto transfer = device::readI2cTransfer(request);
        if (!transfer) {
            fail(request.sequence, transfer.error().error);
            return;
        }
        m_isAwaited = true;
        m_expected = static_cast<std::int64_t>(transfer->write.size() + transfer->readBytes);
        start(transfer->address, transfer->direction != protocol::I2cDirection::Read,
              transfer->write, transfer->readBytes);
    }

    void start(std::uint32_t address, bool hasWritePhase, std::span<const std::byte> bytes,
               std::size_t readBytes)
    {
        m_timeout.setAfter(m_timeoutTime);
        const auto* const data = reinterpret_cast<const std::uint8_t*>(bytes.data());
        m_controller.transfer({.address = static_cast<std::uint8_t>(address),
                               .write = {data, data + bytes.size()},
                               .readBytes = readBytes,
                               .hasWritePhase = hasWritePhase},
                              [this](soc::I2cResult result, std::span<const std::uint8_t> read) {
                                  finish(result, read);
                              });
    }

    void finish(soc::I2cResult result, std::span<const std::uint8_t> read)
    {
        m_timeout.cancel();
        if (!m_isAwaited) {
            finishWrite();
            return;
        }
        switch (result) {
        case soc::I2cResult::Done:
            reply(m_sequence, m_expected, std::as_bytes(read));
            break;
        case soc::I2cResult::NoAcknowledge:
            fail(m_sequence, ENXIO);
            break;
        case soc::I2cResult::BusBusy:
            fail(m_sequence, EBUSY);
            break;
        case soc::I2cResult::ArbitrationLost:
            fail(m_sequence, EAGAIN);
            break;
        }
    }

    void timeOut()
    {
        m_controller.abort();
        if (m_isAwaited)
            fail(m_sequence, ETIMEDOUT);
        else
            finishWrite();
    }

    void setBusSpeed(const ChannelRequest& request)
    {
        const auto fixed = request.fixedPart<protocol::I2cSetBusSpeedRequest>();
        if (!fixed || !soc::IsuI2c::isSpeed(fixed->hertz)) {
            fail(request.sequence, fixed ? EOPNOTSUPP : EPROTO);
            return;
        }
        m_controller.setSpeed(fixed->hertz);
        reply(request.sequence, 0);
    }

    void setTimeout(const ChannelRequest& request)
    {
        const auto fixed = request.fixedPart<protocol::I2cSetTimeoutRequest>();
        if (!fixed) {
            fail(request.sequence, EPROTO);
            return;
        }
        // The driver counts in steps of 10 ms, at least one.
        const std::int64_t steps = std::max<std::int64_t>((fixed->milliseconds + 9) / 10, 1);
        m_timeoutTime = std::chrono::milliseconds(steps * 10);
        reply(request.sequence, 0);
    }

    void setDefaultAddress(const ChannelRequest& request)
    {
        const auto fixed = request.fixedPart<protocol::I2cSetDefaultAddressRequest>();
        if (!fixed || fixed->address > 0x7F) {
            fail(request.sequence, fixed ? EINVAL : EPROTO);
            return;
        }
        m_defaultAddress = fixed->address;
        reply(request.sequence, 0);
    }

    IsuUse& m_use;
    soc::IsuI2c& m_controller;
    engine::Timer m_timeout;
    engine::Duration m_timeoutTime = std::chrono::milliseconds(1000);
    std::uint32_t m_sequence = 0;
    std::int64_t m_expected = 0;
    std::uint32_t m_defaultAddress = 0;
    bool m_isAwaited = false; ///< a request waits for the transfer's end; else the app wrote itself
    bool m_isOpen = true;
};

Outcome<Opened> I2cBackend::open(const device::App& app, unsigned isu)
{
    return openEndpoint(m_machine, m_hub, packetPair(), protocol::DescriptorKind::Channel, EPOLLIN,
                        {.app = app.componentId,
                         .function = fmt::format("ISU{} I2C", isu),
                         .gpios = {soc::isuGpio(isu, soc::IsuPad::RtsMosiScl),
                                   soc::isuGpio(isu, soc::IsuPad::RxdMisoSda)}},
                        [&](UniqueFd socket) -> Outcome<std::unique_ptr<Endpoint>> {
                            if (m_uses[isu] != IsuUse::None)
                                return refuse(EBUSY, fmt::format("ISU{} is open already", isu));
                            return std::make_unique<Channel>(*this, isu, std::move(socket));
                        });
}

} // namespace perisphere::services
