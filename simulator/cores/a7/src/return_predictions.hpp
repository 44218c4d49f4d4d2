// Where the recompiler predicts that returns lead to: its return stack buffer, which its interface
// does not show. A return that is predicted looks at nothing else, so that the predictions have to
// be forgotten where a run is to end.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace perisphere::a7
{

class ReturnPredictions
{
public:
    ReturnPredictions() = default;
    /// Those of a recompiler that has executed nothing yet, by its registers: they are found by
    /// their values, and none where they are not there, as in another version of it.
    static ReturnPredictions of(const std::array<std::uint32_t, 16>& registers);

    explicit operator bool() const { return m_locations != nullptr; }
    /// Any thread, and signal handlers.
    void forget();

private:
    static constexpr std::size_t kCount = 8;

    std::uint64_t* m_locations = nullptr; ///< kCount
};

} // namespace perisphere::a7
