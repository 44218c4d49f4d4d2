// A real process changes a file of its own while somebody observes what lasts.
#include "perisphere/base/file.hpp"
#include "perisphere/base/persistence.hpp"

#include "host_app.hpp"
#include "temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <fmt/format.h>
#include <mutex>
#include <string>
#include <vector>

using namespace perisphere;
using namespace perisphere::device;
using test::TemporaryDirectory;

namespace
{

/// "write to 0 0123, has 0": what comes where, and how large the file is when it is told.
class Witness final : public persistence::Observer
{
public:
    Witness() { persistence::setObserver(this); }
    Witness(const Witness&) = delete;
    Witness& operator=(const Witness&) = delete;
    ~Witness() override { persistence::setObserver(nullptr); }

    void before(const persistence::Change& change) override
    {
        const std::string data(reinterpret_cast<const char*>(change.data.data()),
                               change.data.size());
        const std::lock_guard lock(m_mutex);
        m_seen.push_back(fmt::format("{} {} {} {}, has {}", persistence::name(change.kind),
                                     change.path.filename().string(), change.offset, data,
                                     std::filesystem::file_size(change.path)));
    }
    std::vector<std::string> take()
    {
        const std::lock_guard lock(m_mutex);
        return std::exchange(m_seen, {});
    }

private:
    std::mutex m_mutex; // the supervisor's thread tells
    std::vector<std::string> m_seen;
};

/// What the app printed.
std::string runChange(const TemporaryDirectory& image)
{
    const App app = test::hostApp(image.path(), PERISPHERE_TEST_APP,
                                  R"({"SchemaVersion": 1, "Name": "Change",
  "ComponentId": "0d4f7d5e-5c52-4c0b-8a6c-3a0d3c6a9c56", "EntryPoint": "/bin/app",
  "CmdArgs": ["change", "own"], "Capabilities": {}, "ApplicationType": "Default"})");
    HostLauncher launcher({.table = {}, .wayTo = {}, .note = {}},
                          {.certificates = {}, .allowed = {image.path()}});
    return test::outputOf(launcher, app);
}

} // namespace

TEST_CASE("an app's changes of a file are told before they happen, with place and bytes")
{
    const TemporaryDirectory image;
    Witness witness;
    CHECK(runChange(image) == "changed\n");
    CHECK(witness.take() ==
          std::vector<std::string>{"write to own 0 0123, has 0", "write to own 4 abcde, has 4",
                                   "write to own 1 xy, has 9", "write to own 20 abcde, has 9",
                                   "write to own 9 ab, has 25", "write to own 25 z, has 25",
                                   "resize own 3 , has 26"});
    CHECK(readTextFile(image / "own", 100).value() == "0xy");
}

TEST_CASE("an app changes its files as ever where nobody observes it")
{
    const TemporaryDirectory image;
    CHECK(runChange(image) == "changed\n");
    CHECK(readTextFile(image / "own", 100).value() == "0xy");
}
