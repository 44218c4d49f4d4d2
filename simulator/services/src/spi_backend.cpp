#include "spi_backend.hpp"

#include "open_endpoint.hpp"
#include "perisphere/protocol/spi.hpp"
#include "request_channel.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sys/epoll.h>

namespace perisphere::services
{

using device::ChipSelect;
using device::Opened;
using device::Outcome;
using device::refuse;

namespace
{

/// What a newly opened interface clocks with; apps set their own.
constexpr std::uint32_t kDefaultHertz = 1'000'000;

} // namespace

/// One open chip select, with its own speed, mode and bit order.
class SpiBackend::Channel final : public RequestChannel
{
public:
    Channel(SpiBackend& backend, unsigned isu, ChipSelect chipSelect, bool isActiveHigh,
            UniqueFd socket)
        : RequestChannel(backend.m_hub, std::move(socket))
        , m_backend(backend)
        , m_isu(isu)
        , m_select(chipSelect == ChipSelect::A ? soc::SpiSelect::A : soc::SpiSelect::B)
        , m_isActiveHigh(isActiveHigh)
    {
        Interface& interface = backend.m_interfaces[isu];
        if (backend.m_uses[isu] == IsuUse::None)
            controller().enable();
        backend.m_uses[isu] = IsuUse::Spi;
        interface.isOpen[static_cast<std::size_t>(m_select)] = true;
        controller().prepareSelect(m_select, isActiveHigh);
        m_shift.hertz = soc::IsuSpi::actualSpeed(kDefaultHertz);
    }
    ~Channel() override { release(); }
    Channel(const Channel&) = delete;
    Channel& operator=(const Channel&) = delete;

    /// The controller is free for this channel's transfer.
    void start()
    {
        m_isUnderWay = true;
        controller().transfer(std::move(m_transfer),
                              [this](soc::SpiResult result, std::span<const std::uint8_t> read) {
                                  m_isUnderWay = false;
                                  m_backend.m_interfaces[m_isu].waiting.pop_front();
                                  if (!m_isAwaited)
                                      finishWrite();
                                  else if (result == soc::SpiResult::Done)
                                      reply(m_sequence, m_expected, std::as_bytes(read));
                                  else
                                      fail(m_sequence, ETIMEDOUT);
                                  m_backend.startNext(m_isu);
                              });
    }

protected:
    void handle(const ChannelRequest& request) override
    {
        m_sequence = request.sequence;
        switch (request.operation) {
        case protocol::Operation::SpiTransfer:
            transfer(request);
            break;
        case protocol::Operation::SpiSetBusSpeed:
            setBusSpeed(request);
            break;
        case protocol::Operation::SpiSetMode:
            setMode(request);
            break;
        case protocol::Operation::SpiSetBitOrder:
            setBitOrder(request);
            break;
        default:
            fail(request.sequence, EPROTO);
        }
    }

    /// A transfer of its own under chip select.
    void handleWrite(std::span<const std::byte> bytes) override
    {
        if (bytes.size() > protocol::kMaxSpiBytes) {
            finishWrite();
            return;
        }
        m_isAwaited = false; // a reply would be taken for that of the next request
        begin({{.isRead = false, .bytes = bytes.size()}}, bytes);
    }

    void closed() override { release(); }

private:
    soc::IsuSpi& controller() { return m_backend.m_chip.isu[m_isu]->spi; }

    void release()
    {
        if (!std::exchange(m_isOpen, false))
            return;
        Interface& interface = m_backend.m_interfaces[m_isu];
        if (m_isUnderWay)
            controller().abort();
        std::erase(interface.waiting, this);
        interface.isOpen[static_cast<std::size_t>(m_select)] = false;
        controller().releaseSelect(m_select);
        if (std::find(interface.isOpen.begin(), interface.isOpen.end(), true) ==
            interface.isOpen.end()) {
            controller().disable();
            m_backend.m_uses[m_isu] = IsuUse::None;
        } else if (std::exchange(m_isUnderWay, false)) {
            m_backend.startNext(m_isu);
        }
    }

    void transfer(const ChannelRequest& request)
    {
        const auto transfer = device::readSpiTransfer(request);
        if (!transfer) {
            fail(request.sequence, transfer.error().error);
            return;
        }
        std::vector<soc::SpiSegment> segments;
        for (const protocol::SpiSegment& segment : transfer->segments)
            segments.push_back({.isRead = segment.direction == protocol::SpiDirection::Read,
                                .bytes = segment.bytes});
        m_expected = static_cast<std::int64_t>(transfer->readBytes + transfer->write.size());
        m_isAwaited = true;
        begin(std::move(segments), transfer->write);
    }

    void begin(std::vector<soc::SpiSegment> segments, std::span<const std::byte> bytes)
    {
        const auto* const data = reinterpret_cast<const std::uint8_t*>(bytes.data());
        m_transfer = {.select = m_select,
                      .isActiveHigh = m_isActiveHigh,
                      .shift = m_shift,
                      .segments = std::move(segments),
                      .write = {data, data + bytes.size()}};
        Interface& interface = m_backend.m_interfaces[m_isu];
        interface.waiting.push_back(this);
        if (interface.waiting.size() == 1)
            start();
    }

    void setBusSpeed(const ChannelRequest& request)
    {
        const auto fixed = request.fixedPart<protocol::SpiSetBusSpeedRequest>();
        if (!fixed || fixed->hertz == 0) {
            fail(request.sequence, fixed ? EINVAL : EPROTO);
            return;
        }
        m_shift.hertz = soc::IsuSpi::actualSpeed(fixed->hertz);
        reply(request.sequence, 0);
    }

    void setMode(const ChannelRequest& request)
    {
        const auto fixed = request.fixedPart<protocol::SpiSetModeRequest>();
        if (!fixed || fixed->mode < 1 || fixed->mode > 4) {
            fail(request.sequence, fixed ? EINVAL : EPROTO);
            return;
        }
        m_shift.mode = static_cast<bus::SpiMode>(fixed->mode - 1);
        reply(request.sequence, 0);
    }

    void setBitOrder(const ChannelRequest& request)
    {
        const auto fixed = request.fixedPart<protocol::SpiSetBitOrderRequest>();
        if (!fixed || fixed->bitOrder < 1 || fixed->bitOrder > 2) {
            fail(request.sequence, fixed ? EINVAL : EPROTO);
            return;
        }
        m_shift.bitOrder = fixed->bitOrder == 1 ? bus::SpiBitOrder::LeastSignificantFirst
                                                : bus::SpiBitOrder::MostSignificantFirst;
        reply(request.sequence, 0);
    }

    SpiBackend& m_backend;
    unsigned m_isu;
    soc::SpiSelect m_select;
    bool m_isActiveHigh;
    bus::SpiShift m_shift;
    soc::SpiTransfer m_transfer;
    std::uint32_t m_sequence = 0;
    std::int64_t m_expected = 0;
    bool m_isUnderWay = false; ///< it has the controller
    bool m_isAwaited = false;  ///< a request waits for its end
    bool m_isOpen = true;
};

void SpiBackend::startNext(unsigned isu)
{
    Interface& interface = m_interfaces[isu];
    if (!interface.waiting.empty())
        interface.waiting.front()->start();
}

Outcome<Opened> SpiBackend::open(const device::App& app, unsigned isu, ChipSelect chipSelect,
                                 device::ChipSelectPolarity polarity)
{
    return openEndpoint(
        m_machine, m_hub, packetPair(), protocol::DescriptorKind::Channel, EPOLLIN,
        {.app = app.componentId,
         .function = fmt::format("ISU{} SPI", isu),
         .gpios = {soc::isuGpio(isu, soc::IsuPad::TxdSclk),
                   soc::isuGpio(isu, soc::IsuPad::RtsMosiScl),
                   soc::isuGpio(isu, soc::IsuPad::RxdMisoSda),
                   soc::isuGpio(isu, chipSelect == ChipSelect::A ? soc::IsuPad::CtsCsa
                                                                 : soc::IsuPad::Csb)}},
        [&](UniqueFd socket) -> Outcome<std::unique_ptr<Endpoint>> {
            const bool isFree = m_uses[isu] == IsuUse::None ||
                                (m_uses[isu] == IsuUse::Spi &&
                                 !m_interfaces[isu].isOpen[chipSelect == ChipSelect::A ? 0 : 1]);
            if (!isFree)
                return refuse(EBUSY, fmt::format("ISU{} is open already", isu));
            return std::make_unique<Channel>(*this, isu, chipSelect,
                                             polarity == device::ChipSelectPolarity::ActiveHigh,
                                             std::move(socket));
        });
}

} // namespace perisphere::services
