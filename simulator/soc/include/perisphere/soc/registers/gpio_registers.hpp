// GPIO register blocks: groups 0 to 5, and the GPIO parts of the ISUs, the ADC, the I2S blocks and
// the application core's block. One class; a table has what differs.
//
// Direction and level of a pad are soc::Gpio's, so the application core's services see what a
// real-time core writes and the other way round. Numbers without a pad are storage whose inputs
// read what they drive. Slew rate, drive strength, thresholds, delays and the choice of the pull
// resistor are stored: no net of the board could tell.
#pragma once

#include "perisphere/soc/gpio.hpp"
#include "perisphere/soc/registers/block_control.hpp"
#include "perisphere/soc/registers/isu_control.hpp"
#include "perisphere/soc/registers/register_block.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace perisphere::soc
{

enum class GpioLayout : std::uint8_t { Group, Isu, Adc, I2s, A7 };

/// A block on the chip and the GPIO numbers of its bits.
struct GpioBank {
    static constexpr std::size_t kMaxPins = 22;

    std::string_view name;
    std::uint32_t base = 0; ///< of the registers, as a real-time core sees it
    GpioLayout layout{};
    std::uint8_t pinCount = 0;
    std::array<std::uint8_t, kMaxPins> gpios{}; ///< bit 0 first
};

/// All of the chip, in the order of their addresses.
[[nodiscard]] std::span<const GpioBank> gpioBanks();

class GpioRegisters final : public RegisterBlock
{
public:
    /// All arguments outlive the block.
    /// @param control what is at offset 0: nullptr where the layout has nothing there, or where
    ///                nobody listens
    GpioRegisters(const GpioBank& bank, Pads& pads, Gpio& gpio, BlockControl* control = nullptr);
    GpioRegisters(const GpioBank& bank, Pads& pads, Gpio& gpio, IsuControl& control);

    [[nodiscard]] std::string_view name() const override { return m_bank.name; }
    [[nodiscard]] std::span<const RegisterInfo> registers() const override;
    std::uint32_t read(std::uint32_t offset) override { return peek(offset); }
    void write(std::uint32_t offset, std::uint32_t value) override;
    [[nodiscard]] std::uint32_t peek(std::uint32_t offset) const override;
    void reset() override;
    void exchange(engine::Snapshot& snapshot) override;

    /// What one of the registers is about, and how it acts on that.
    enum class Function : std::uint8_t {
        None,
        Control,
        Input,
        Output,
        Oe,
        Pu,
        Pd,
        Sr,
        Ies,
        Paddrv,
        Rdsel,
        Tdsel,
        Ea,
        Rsel,
        Count,
    };
    enum class Access : std::uint8_t { Value, Set, Reset };
    struct Cell {
        Function function = Function::None;
        Access access = Access::Value;
    };

private:
    [[nodiscard]] Cell cellAt(std::uint32_t offset) const;
    [[nodiscard]] std::uint32_t& stored(Function function)
    {
        return m_stored[static_cast<std::size_t>(function)];
    }
    [[nodiscard]] std::uint32_t stored(Function function) const
    {
        return m_stored[static_cast<std::size_t>(function)];
    }
    [[nodiscard]] std::uint32_t value(Function function) const;
    [[nodiscard]] std::uint32_t levels() const;
    [[nodiscard]] std::uint32_t outputs() const;
    [[nodiscard]] std::uint32_t directions() const;
    [[nodiscard]] std::uint32_t control() const;
    void setControl(std::uint32_t value);
    void set(Function function, std::uint32_t value);
    void setOutputs(std::uint32_t value);
    void setDirections(std::uint32_t value);
    void setPulls(std::uint32_t pins);

    const GpioBank& m_bank;
    Gpio& m_gpio;
    BlockControl* m_control;
    IsuControl* m_isuControl = nullptr;
    std::uint32_t m_pins = 0; ///< bits of the bank
    std::uint32_t m_pads = 0; ///< those of them that have a pad
    std::array<engine::Pin*, GpioBank::kMaxPins> m_pinOf{};
    std::array<std::uint32_t, static_cast<std::size_t>(Function::Count)> m_stored{};
};

} // namespace perisphere::soc
