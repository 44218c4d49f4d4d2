#include "perisphere/engine/signal.hpp"

#include <catch2/catch.hpp>

#include <memory>
#include <string>

namespace perisphere::signal_test
{

using namespace perisphere::engine;

TEST_CASE("subscribers are told in their order until they end")
{
    Signal<int> signal;
    std::string told;
    const auto first = signal.subscribe([&](int) { told += 'a'; });
    auto second = signal.subscribe([&](int) { told += 'b'; });
    const auto third = signal.subscribe([&](int) { told += 'c'; });
    signal.tell(1);
    second.end();
    signal.tell(2);
    CHECK(told == "abcac");
}

TEST_CASE("who subscribes while being told is told from the next time on")
{
    Signal<int> signal;
    std::string told;
    Subscription late;
    const auto first = signal.subscribe([&](int) {
        told += 'a';
        late = signal.subscribe([&](int) { told += 'b'; });
    });
    signal.tell(1);
    CHECK(told == "a");
    signal.tell(2); // the second one is replaced before its turn, by a third
    CHECK(told == "aa");
}

TEST_CASE("who ends while others are told is not told any more")
{
    Signal<int> signal;
    std::string told;
    Subscription second;
    const auto first = signal.subscribe([&](int) {
        told += 'a';
        second.end();
    });
    second = signal.subscribe([&](int) { told += 'b'; });
    signal.tell(1);
    signal.tell(2);
    CHECK(told == "aa");
}

TEST_CASE("a subscription may outlive its signal, and a signal may go while it tells")
{
    auto signal = std::make_unique<Signal<int>>();
    int told = 0;
    const auto first = signal->subscribe([&](int) {
        ++told;
        signal.reset();
    });
    const auto second = signal->subscribe([&](int) { ++told; });
    signal->tell(1);
    CHECK(told == 2);
}

} // namespace perisphere::signal_test
