// A real-time core with its mailbox and its channel to the A7, and what an app on it does there.
#pragma once

#include "perisphere/realtime/core_complex.hpp"
#include "perisphere/realtime/inter_core_channel.hpp"
#include "perisphere/soc/registers/mailbox.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <utility>
#include <vector>

namespace perisphere::test
{

/// An app on the core, as the drivers of such apps use mailbox and buffers. It believes what it is
/// told, and says what it likes.
class RealTimeApp
{
public:
    using Rings = realtime::InterCoreRings;

    static constexpr std::uint32_t kGenCtrl = 0x04;
    static constexpr std::uint32_t kSwTxIntPort = 0x14;
    static constexpr std::uint32_t kSwRxIntEn = 0x18;
    static constexpr std::uint32_t kSwRxIntSts = 0x1C;
    static constexpr std::uint32_t kCmdPop = 0x50;
    static constexpr std::uint32_t kDataPop = 0x54;
    static constexpr std::uint32_t kPopCnt = 0x58;
    static constexpr std::uint32_t kHasSent = 1; ///< of SW_TX_INT_PORT
    static constexpr std::uint32_t kHasRead = 2;

    RealTimeApp(realtime::RealTimeCore& core, soc::MailboxSide& mailbox)
        : m_core(core)
        , m_mailbox(mailbox)
    {
    }

    [[nodiscard]] std::uint32_t waiting() { return m_mailbox.read(kPopCnt); }
    soc::MailboxItem takeItem()
    {
        const std::uint32_t data = m_mailbox.read(kDataPop); // first: the command dequeues
        return {.command = m_mailbox.read(kCmdPop), .data = data};
    }
    /// As drivers do that wait for the last item. false: it is not there.
    bool setUp()
    {
        while (waiting() != 0) {
            const soc::MailboxItem item = takeItem();
            const std::uint32_t address = item.data & ~0x1FU;
            if (item.command == 0xBA5E0001)
                m_outbound = address;
            else if (item.command == 0xBA5E0002)
                m_inbound = address;
            else if (item.command == 0xBA5E0003) {
                m_mailbox.write(kSwRxIntEn, 3);
                return true;
            }
        }
        return false;
    }

    /// false: no space.
    bool send(const image::Guid& to, std::string_view payload)
    {
        const std::uint32_t written = word(m_outbound);
        const std::uint32_t read = word(m_inbound + 4);
        const std::uint32_t room =
            read <= written ? read + Rings::kCapacity - written : read - written;
        const auto size = static_cast<std::uint32_t>(20 + payload.size());
        if (room < 4 + size + 16)
            return false;
        std::string block(24, '\0');
        std::memcpy(block.data(), &size, 4);
        std::memcpy(block.data() + 4, to.bytes.data(), 16);
        block += payload;
        for (std::size_t i = 0; i < block.size(); ++i)
            *dataOf(m_outbound, written + static_cast<std::uint32_t>(i)) =
                static_cast<std::uint8_t>(block[i]);
        setWord(m_outbound, next(written, size));
        ring(kHasSent);
        return true;
    }

    struct Message {
        image::Guid from;
        std::string payload;
    };
    /// The oldest message; nullopt: there is none.
    std::optional<Message> receive()
    {
        const std::uint32_t read = word(m_outbound + 4);
        if (word(m_inbound) == read)
            return std::nullopt;
        std::string block;
        const auto take = [&](std::uint32_t bytes) {
            while (block.size() < bytes)
                block += static_cast<char>(
                    *dataOf(m_inbound, read + static_cast<std::uint32_t>(block.size())));
        };
        std::uint32_t size = 0;
        take(4);
        std::memcpy(&size, block.data(), 4);
        take(4 + size);
        Message message;
        std::memcpy(message.from.bytes.data(), block.data() + 4, 16);
        message.payload = block.substr(24);
        setWord(m_outbound + 4, next(read, size));
        ring(kHasRead);
        return message;
    }

    void ring(std::uint32_t doorbell) { m_mailbox.write(kSwTxIntPort, doorbell); }
    /// The begin of an interrupt handler: what was rung.
    std::uint32_t acknowledge()
    {
        const std::uint32_t status = m_mailbox.read(kSwRxIntSts);
        m_mailbox.write(kSwRxIntSts, status);
        return status;
    }

    [[nodiscard]] std::uint32_t outbound() const { return m_outbound; }
    [[nodiscard]] std::uint32_t inbound() const { return m_inbound; }
    [[nodiscard]] std::uint32_t word(std::uint32_t address) const
    {
        std::uint32_t value = 0;
        std::memcpy(&value, m_core.memory().readable(address, 4), 4);
        return value;
    }
    void setWord(std::uint32_t address, std::uint32_t value)
    {
        std::memcpy(m_core.memory().writable(address, 4), &value, 4);
    }

private:
    std::uint8_t* dataOf(std::uint32_t buffer, std::uint32_t position)
    {
        return m_core.memory().writable(buffer + Rings::kHeaderBytes + position % Rings::kCapacity,
                                        1);
    }
    static std::uint32_t next(std::uint32_t start, std::uint32_t size)
    {
        return ((start + 4 + size + 15) & ~15U) % Rings::kCapacity;
    }

    realtime::RealTimeCore& m_core;
    soc::MailboxSide& m_mailbox;
    std::uint32_t m_outbound = 0;
    std::uint32_t m_inbound = 0;
};

/// The core is off unless a test starts it: the app on it is a RealTimeApp.
class InterCoreBench : private realtime::CoreObserver
{
public:
    inline static const image::Guid kCoreApp =
        image::Guid::parse("5f0c1c52-0f8e-4f51-9a7e-0d3c7a1b2e07").value();
    inline static const image::Guid kApp =
        image::Guid::parse("25025d2c-66da-4448-bae1-ac26fcdd3627").value();
    inline static const image::Guid kOtherApp =
        image::Guid::parse("11111111-2222-3333-4444-555555555555").value();

    static realtime::InterCorePeer peer()
    {
        return {.componentId = kCoreApp, .name = "Echo", .partners = {kApp, kOtherApp}};
    }

    /// As the system does when an app starts on the core.
    void start(realtime::InterCorePeer who = peer())
    {
        mailbox.flush();
        channel->start(std::move(who));
    }

    /// Lets time pass, with looks at the sockets as the machine does.
    void run(engine::Duration time = std::chrono::milliseconds(1))
    {
        const engine::VirtualTime end = engine::later(scheduler.now(), time);
        while (scheduler.now() < end) {
            channel->input().poll();
            (void)scheduler.runUntil(
                std::min(end, engine::later(scheduler.now(), std::chrono::microseconds(100))));
        }
    }

    engine::Scheduler scheduler;
    engine::UnmodelledAccesses unmodelled{scheduler};
    realtime::CoreComplex complex{scheduler};
    std::unique_ptr<realtime::RealTimeCore> core =
        realtime::RealTimeCore::create(0, scheduler, unmodelled, complex, *this).value();
    soc::MailboxLink mailbox{
        {.name = "MAILBOX_A7", .lines = core.get(), .firstInterrupt = 6, .hasSemaphore = true},
        {.name = "MAILBOX_OF_A7"}};
    std::vector<std::string> log;
    std::unique_ptr<realtime::InterCoreChannel> channel =
        realtime::InterCoreChannel::create(
            scheduler, *core,
            {.applicationCore = mailbox.second(), .realTimeCore = mailbox.first()},
            [this](const std::string& line) { log.push_back(line); })
            .value();
    RealTimeApp app{*core, mailbox.first()};

private:
    void stopped(realtime::RealTimeCore&, m4::Stop) override {}
    void resetRequested(realtime::RealTimeCore&) override {}
    void printed(realtime::RealTimeCore&, std::string_view) override {}
    void exited(realtime::RealTimeCore&, int) override {}
};

/// Sends without waiting; false: there is no room, or no partner.
inline bool sendFrom(const UniqueFd& socket, std::string_view message)
{
    return ::send(socket.get(), message.data(), message.size(), MSG_DONTWAIT | MSG_NOSIGNAL) ==
           static_cast<ssize_t>(message.size());
}

/// nullopt: nothing has come.
inline std::optional<std::string> receiveAt(const UniqueFd& socket)
{
    std::array<char, 2048> buffer{};
    const ssize_t size = ::recv(socket.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (size < 0)
        return std::nullopt;
    return std::string(buffer.data(), static_cast<std::size_t>(size));
}

} // namespace perisphere::test
