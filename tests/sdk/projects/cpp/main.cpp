// What an app in C++20 uses of the standard library, exceptions off; and of the C library what
// differs between its versions: 64-bit time.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <vector>

namespace
{

struct Sensor {
    virtual ~Sensor() = default;
    virtual std::optional<int> read() = 0;
};

struct Thermometer final : Sensor {
    std::optional<int> read() override { return 21; }
};

int sum(std::span<const int> values)
{
    int total = 0;
    for (const int value : values)
        total += value;
    return total;
}

std::string& log()
{
    static std::string text = "log";
    return text;
}

} // namespace

int main()
{
    using namespace std::chrono_literals;
    std::vector<int> values{3, 1, 2};
    std::ranges::sort(values);
    std::map<std::string, std::unique_ptr<Sensor>> sensors;
    sensors.emplace("inside", std::make_unique<Thermometer>());

    std::atomic<int> ticks = 0;
    const auto start = std::chrono::steady_clock::now();
    std::thread thread([&] {
        std::this_thread::sleep_for(20ms);
        ++ticks;
    });
    thread.join();
    const auto elapsed = std::chrono::steady_clock::now() - start;

    log() += ' ' + std::to_string(sum(values) + sensors["inside"]->read().value_or(0));
    std::printf("%s, first %d, %d tick, slept %s, %zu bytes of time\n", log().c_str(),
                values.front(), ticks.load(), elapsed >= 20ms && elapsed < 20s ? "well" : "badly",
                sizeof(std::time_t));
    return 5;
}
