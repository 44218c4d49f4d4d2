#include "device_bench.hpp"

#include <thread>
#include <unistd.h>

using namespace perisphere;
using test::kPressed;

TEST_CASE("a name and a folder have one device at a time")
{
    test::DeviceBench bench;
    bench.device();
    CHECK(bench.create("bench", "another").error().code == ErrorCode::AlreadyExists);
    CHECK(bench.create("another", "device").error().code == ErrorCode::AlreadyExists);
    CHECK(bench.create("another", "another"));
}

TEST_CASE("a change is told on the thread that runs, several as one")
{
    test::DeviceBench bench;
    runtime::SimulatedDevice& device = bench.device();
    const auto watch = bench.parts().watch({"*"}).value();
    int calls = 0;
    std::thread::id thread;
    device.onChange([&] {
        ++calls;
        thread = std::this_thread::get_id();
        for (const control::PropertySample& sample : watch->takeChanges())
            if (sample.path == kPressed && sample.value == engine::PropertyValue(true))
                device.shutdown();
    });
    bench.run([&] {
        static_cast<void>(watch->takeChanges());
        calls = 0;
        for (int i = 0; i < 101; ++i)
            REQUIRE(bench.parts().set(kPressed, i % 2 == 0));
    });
    CHECK(calls >= 1);
    CHECK(calls < 10);
    CHECK(thread == std::this_thread::get_id());
}

TEST_CASE("a descriptor is watched until nobody wants to know any more")
{
    test::DeviceBench bench;
    runtime::SimulatedDevice& device = bench.device();
    int ends[2]{};
    REQUIRE(::pipe(ends) == 0);
    const UniqueFd reading(ends[0]);
    const UniqueFd writing(ends[1]);
    std::string read;
    std::unique_ptr<device::LoopPoll> poll;
    poll = device
               .onReadable(reading.get(),
                           [&] {
                               char byte = 0;
                               REQUIRE(::read(reading.get(), &byte, 1) == 1);
                               read += byte;
                               if (byte != 'b')
                                   return;
                               poll.reset(); // within its own action
                               // Two turns in which "c" could be read.
                               device.after(std::chrono::milliseconds(0), [&] {
                                   device.after(std::chrono::milliseconds(0),
                                                [&] { device.shutdown(); });
                               });
                           })
               .value();
    bench.run([&] { REQUIRE(::write(writing.get(), "abc", 3) == 3); });
    CHECK(read == "ab");
}

TEST_CASE("what a device records is what its parts did")
{
    test::DeviceBench bench;
    REQUIRE(bench.device().recording().start({"SW1.pressed"}));
    CHECK(bench.device().recording().start({"SW9.*"}).error().code == ErrorCode::NotFound);
    REQUIRE(bench.parts().set(kPressed, true));
    CHECK_THAT(engine::toVcd(bench.device().recording().trace()),
               Catch::Contains("$scope module SW1 $end"));
}
