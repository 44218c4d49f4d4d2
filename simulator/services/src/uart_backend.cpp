#include "uart_backend.hpp"

#include "open_endpoint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sys/epoll.h>
#include <sys/socket.h>

namespace perisphere::services
{

using device::Opened;
using device::Outcome;
using device::refuse;

namespace
{

/// Of the socket in each direction, as a driver's buffer of a few pages.
constexpr int kSocketBytes = 8192;

constexpr std::size_t kPiece = 4096;

soc::UartSetup setupOf(const device::UartSettings& settings, bool isPaced)
{
    return {.format = {.baudRate = settings.baudRate,
                       .dataBits = settings.dataBits,
                       .stopBits = settings.stopBits,
                       .parity = static_cast<bus::UartParity>(settings.parity)},
            .flow = static_cast<soc::UartFlow>(settings.flowControl),
            .isPaced = isPaced};
}

} // namespace

/// Moves bytes between the app's socket and the UART, as far as the other side has room.
class UartBackend::Stream final : public Endpoint
{
public:
    Stream(UartBackend& backend, unsigned isu, const device::UartSettings& settings,
           UniqueFd socket)
        : m_hub(backend.m_hub)
        , m_slot(backend.m_streams[isu])
        , m_use(backend.m_uses[isu])
        , m_uart(backend.m_chip.isu[isu]->uart)
        , m_socket(std::move(socket))
    {
        m_use = IsuUse::Uart;
        backend.m_streams[isu] = this;
        m_uart.enable(
            setupOf(settings, backend.m_isPaced), [this] { toApp(); }, [this] { drained(); });
    }
    ~Stream() override { release(); }
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;

    [[nodiscard]] int descriptor() const override { return m_socket.get(); }

    void ready(std::uint32_t events) override
    {
        if ((events & EPOLLOUT) != 0)
            toApp();
        if ((events & EPOLLIN) != 0)
            fromApp();
        if ((events & (EPOLLHUP | EPOLLERR)) != 0)
            m_isHungUp = true;
        if (m_isHungUp)
            finishIfSent();
        else
            updateInterest();
    }

    /// Whether the app has closed it and only its last characters are still going out.
    [[nodiscard]] bool isClosing() const { return m_isHungUp; }

    void release()
    {
        if (!std::exchange(m_isOpen, false))
            return;
        m_uart.disable();
        m_use = IsuUse::None;
        m_slot = nullptr;
    }

private:
    /// Received characters to the app, what its socket has no room for stays in the UART.
    void toApp()
    {
        if (m_isHungUp)
            return;
        sendKept();
        std::array<std::uint8_t, kPiece> bytes;
        while (m_keptAt == m_kept.size()) {
            const std::size_t count = m_uart.read(bytes);
            if (count == 0)
                break;
            m_kept.assign(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(count));
            m_keptAt = 0;
            sendKept();
        }
        updateInterest();
    }

    void sendKept()
    {
        while (m_keptAt < m_kept.size()) {
            const ssize_t sent = ::send(m_socket.get(), m_kept.data() + m_keptAt,
                                        m_kept.size() - m_keptAt, MSG_DONTWAIT | MSG_NOSIGNAL);
            if (sent <= 0)
                return;
            m_hub.delivered();
            m_keptAt += static_cast<std::size_t>(sent);
        }
    }

    /// What the app wrote to the UART, as much as it has room for.
    void fromApp()
    {
        std::array<std::uint8_t, kPiece> bytes;
        for (;;) {
            const std::size_t room = std::min(m_uart.writeRoom(), bytes.size());
            if (room == 0)
                return;
            const ssize_t received = ::recv(m_socket.get(), bytes.data(), room, MSG_DONTWAIT);
            if (received == 0)
                m_isHungUp = true;
            if (received <= 0)
                return;
            m_uart.write({bytes.data(), static_cast<std::size_t>(received)});
        }
    }

    /// The transmitter has room again.
    void drained()
    {
        if (!m_isOpen)
            return;
        if (m_isHungUp)
            finishIfSent();
        else if (!m_wantsInput && m_uart.writeRoom() >= soc::IsuUart::kTransmitBytes / 2)
            updateInterest();
    }

    /// After the app's close the last characters still go out, as a tty driver drains.
    void finishIfSent()
    {
        fromApp();
        // Called by the UART too, so what the UART calls is not destroyed here.
        if (m_uart.writeRoom() == soc::IsuUart::kTransmitBytes)
            m_hub.remove(*this);
        else
            m_hub.unwatch(*this); // the hang-up would be reported again and again
    }

    void updateInterest()
    {
        m_wantsInput = m_uart.writeRoom() != 0;
        const bool wantsOutput = m_keptAt < m_kept.size();
        const std::uint32_t interest = (m_wantsInput ? std::uint32_t{EPOLLIN} : 0U) |
                                       (wantsOutput ? std::uint32_t{EPOLLOUT} : 0U);
        if (std::exchange(m_interest, interest) != interest) // spares a system call
            m_hub.watch(*this, interest);
    }

    ChannelHub& m_hub;
    Stream*& m_slot;
    IsuUse& m_use;
    soc::IsuUart& m_uart;
    UniqueFd m_socket;
    std::vector<std::uint8_t> m_kept; ///< taken from the UART, not yet by the app
    std::size_t m_keptAt = 0;
    std::uint32_t m_interest = EPOLLIN; ///< as it is watched
    bool m_wantsInput = true;
    bool m_isHungUp = false;
    bool m_isOpen = true;
};

Outcome<Opened> UartBackend::open(const device::App& app, unsigned isu,
                                  const device::UartSettings& settings)
{
    if (!soc::IsuUart::isRate(settings.baudRate))
        return refuse(EINVAL, fmt::format("{} baud is not supported; the UART makes 300 to 3000000",
                                          settings.baudRate));
    return openEndpoint(
        m_machine, m_hub, streamPair(kSocketBytes), protocol::DescriptorKind::Stream, EPOLLIN,
        {.app = app.componentId,
         .function = fmt::format("ISU{} UART", isu),
         .gpios = {soc::isuGpio(isu, soc::IsuPad::TxdSclk),
                   soc::isuGpio(isu, soc::IsuPad::RxdMisoSda)}},
        [&](UniqueFd socket) -> Outcome<std::unique_ptr<Endpoint>> {
            if (Stream* const last = m_streams[isu]; last != nullptr && last->isClosing()) {
                last->release(); // the new owner does not wait for the old one's characters
                m_hub.remove(*last);
            }
            if (m_uses[isu] != IsuUse::None)
                return refuse(EBUSY, fmt::format("ISU{} is open already", isu));
            return std::make_unique<Stream>(*this, isu, settings, std::move(socket));
        });
}

} // namespace perisphere::services
