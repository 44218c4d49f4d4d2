#include "perisphere/protocol/gpio_page.hpp"

#include "perisphere/protocol/operation.hpp"

#include <catch2/catch.hpp>

#include <memory>
#include <thread>

namespace perisphere::gpio_page_test
{

using namespace perisphere::protocol;

namespace
{

std::unique_ptr<GpioPage> freshPage()
{
    auto page = std::make_unique<GpioPage>();
    initialise(*page);
    return page;
}

} // namespace

TEST_CASE("operations stand in the table once, in ascending order")
{
    for (std::size_t i = 1; i < kOperations.size(); ++i)
        CHECK(kOperations[i - 1].operation < kOperations[i].operation);
    CHECK(findOperation(static_cast<std::uint16_t>(Operation::PwmApply))->name == "pwm.apply");
    CHECK(findOperation(0) == nullptr);
    CHECK(findOperation(999) == nullptr);
}

TEST_CASE("writes come out in the order of their tickets and count as applied when published")
{
    const auto page = freshPage();
    GpioPageReader reader(*page);
    const auto first = post(*page, {.gpio = 8, .level = 1, .hostNanoseconds = 5});
    const auto second = post(*page, {.gpio = 9, .level = 0, .hostNanoseconds = 6});
    REQUIRE((first && second));
    CHECK(reader.hasNext());
    CHECK(reader.take()->gpio == 8);
    CHECK_FALSE(isApplied(*page, *first));
    CHECK_FALSE(reader.publishApplied());
    CHECK(isApplied(*page, *first));
    CHECK_FALSE(isApplied(*page, *second));
    CHECK(reader.take()->gpio == 9);
    CHECK_FALSE(reader.hasNext());
    CHECK_FALSE(reader.take());
}

TEST_CASE("a full queue takes no more until the reader has taken some")
{
    const auto page = freshPage();
    GpioPageReader reader(*page);
    for (std::uint32_t i = 0; i < kGpioPageEntries; ++i)
        REQUIRE(post(*page, {.gpio = static_cast<std::uint16_t>(i)}));
    CHECK_FALSE(post(*page, {.gpio = 1}));
    CHECK(reader.take());
    CHECK(post(*page, {.gpio = 1}));
}

TEST_CASE("one of several writers wakes a sleeping reader")
{
    const auto page = freshPage();
    CHECK_FALSE(claimWake(*page));
    page->readerAsleep.exchange(1);
    CHECK(claimWake(*page));
    CHECK_FALSE(claimWake(*page));
}

TEST_CASE("writes of several threads are all there, each thread's in its order")
{
    constexpr int kThreads = 4;
    constexpr int kWrites = 20'000;
    const auto page = freshPage();
    std::vector<std::thread> writers;
    for (int t = 0; t < kThreads; ++t)
        writers.emplace_back([&, t] {
            for (int i = 0; i < kWrites;)
                if (post(*page, {.gpio = static_cast<std::uint16_t>(t),
                                 .hostNanoseconds = static_cast<std::uint64_t>(i)}))
                    ++i;
                else
                    std::this_thread::yield();
        });
    GpioPageReader reader(*page);
    std::array<std::uint64_t, kThreads> next{};
    for (int taken = 0; taken < kThreads * kWrites;) {
        const auto write = reader.take();
        if (!write) {
            std::this_thread::yield();
            continue;
        }
        REQUIRE(write->hostNanoseconds == next[write->gpio]++);
        ++taken;
    }
    for (std::thread& writer : writers)
        writer.join();
}

TEST_CASE("an app that scribbles over the page cannot make the reader loop")
{
    const auto page = freshPage();
    GpioPageReader reader(*page);
    for (GpioPage::Entry& entry : page->entries)
        entry.sequence.store(0xFFFFFFFF);
    CHECK_FALSE(reader.take());
    for (std::uint32_t i = 0; i < kGpioPageEntries; ++i)
        page->entries[i].sequence.store(i + 1);
    std::uint32_t taken = 0;
    while (reader.take())
        ++taken;
    CHECK(taken == kGpioPageEntries);
}

} // namespace perisphere::gpio_page_test
