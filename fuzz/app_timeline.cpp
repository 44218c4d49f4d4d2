// What an emulator tells of an app: whatever it is, it becomes a timeline that viewers can read, up
// to its end, or is refused.

#include "app_timelines.hpp"
#include "perisphere/json/document.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace perisphere;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view lines(reinterpret_cast<const char*>(data), size);
    engine::Timeline timeline(100);
    const auto added =
        runtime::addAppRecords(timeline, "App", lines, engine::atNanoseconds(1'000'000));
    if (!added)
        return 0;
    const bool isAscii = std::ranges::all_of(lines, [](char c) { return (c & 0x80) == 0; });
    const std::string text = timeline.toJson();
    if (isAscii && !json::Value::accept(text))
        std::abort();
    return 0;
}
