// Lines that stay at the bottom of a terminal while others scroll by above them: what to write for
// it. No terminal in here.
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <vector>

namespace perisphere::tools
{

class LiveScreen
{
public:
    /// For the next draw(). Goes into the terminal's scrollback as any output does.
    void print(std::string line);

    /// What brings the printed lines and this footer onto the terminal; empty when both are there.
    [[nodiscard]] std::string draw(const std::vector<std::string>& footer);

    /// The same after the terminal was resized or others wrote on it: the screen is built anew,
    /// with as many of the latest lines as `rows` have room for.
    [[nodiscard]] std::string redraw(const std::vector<std::string>& footer, std::size_t rows);

    /// What takes the footer away, for the end; lines that wait are printed.
    [[nodiscard]] std::string finish();

private:
    [[nodiscard]] std::string toTop() const;
    void take(std::string& bytes, const std::string& line);

    static constexpr std::size_t kKept = 500;
    std::vector<std::string> m_waiting;
    std::deque<std::string> m_latest; ///< printed, for redraw()
    std::vector<std::string> m_footer;
};

} // namespace perisphere::tools
