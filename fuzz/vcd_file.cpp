// A recording from a file: nothing crashes, what is visited is in order and was declared, and an
// error has a place.

#include "perisphere/engine/vcd_reader.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace perisphere;

namespace
{

class Checks final : public engine::VcdVisitor
{
public:
    void variable(const engine::VcdVariable& variable) override
    {
        if (variable.width == 0 || variable.name.empty())
            std::abort();
        ++m_variables;
    }
    void level(std::size_t variable, std::int64_t time, engine::Level /*level*/) override
    {
        check(variable, time);
    }
    void value(std::size_t variable, std::int64_t time, double value) override
    {
        if (value != value)
            std::abort();
        check(variable, time);
    }
    void end(std::int64_t time) override { check(0, time, true); }

private:
    void check(std::size_t variable, std::int64_t time, bool isEnd = false)
    {
        if (time < m_time || (!isEnd && variable >= m_variables))
            std::abort();
        m_time = time;
    }
    std::size_t m_variables = 0;
    std::int64_t m_time = 0;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    Checks checks;
    const auto read = engine::readVcd(text, "a.vcd", checks);
    if (!read && (read.error().where.file != "a.vcd" || !read.error().where.offset ||
                  *read.error().where.offset > size))
        std::abort();
    return 0;
}
