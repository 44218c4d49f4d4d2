// The real-time cores for the control API.
#pragma once

#include "board_machine.hpp"
#include "core_step.hpp"
#include "debug_starts.hpp"
#include "perisphere/control/cores_target.hpp"
#include "perisphere/device/app_manager.hpp"
#include "perisphere/program/disassembler.hpp"
#include "program_files.hpp"

#include <array>
#include <functional>
#include <memory>
#include <type_traits>

namespace perisphere::runtime
{

/// For the loop's thread. What needs the program's ELF file is in cores_control_programs.cpp.
class CoresControl final : public control::CoresTarget
{
public:
    using Defer = std::function<void(std::function<void()> work)>;

    /// `defer` has work done on the loop's thread.
    CoresControl(BoardMachine& board, device::AppManager& manager, const DebugStarts& debugStarts,
                 Defer defer)
        : m_board(board)
        , m_manager(manager)
        , m_debugStarts(debugStarts)
        , m_defer(std::move(defer))
    {
    }
    CoresControl(const CoresControl&) = delete;
    CoresControl& operator=(const CoresControl&) = delete;
    ~CoresControl() override;

    [[nodiscard]] Result<std::vector<control::CoreStatus>> cores() override;
    [[nodiscard]] Result<std::vector<control::CoreRegister>> registers(unsigned core) override;
    [[nodiscard]] Result<control::CoreMemory> memory(unsigned core, std::uint32_t address,
                                                     std::size_t bytes) override;
    [[nodiscard]] Result<std::vector<control::CoreException>> exceptions(unsigned core) override;
    [[nodiscard]] Result<std::vector<control::Peripheral>>
    peripherals(unsigned core, std::string_view name) override;
    [[nodiscard]] Result<control::CoreListing>
    disassemble(unsigned core, const control::ElfFile& elf, std::optional<std::uint32_t> address,
                std::string_view function, std::size_t count) override;
    [[nodiscard]] Result<std::vector<control::StackFrame>>
    stack(unsigned core, const control::ElfFile& elf, std::size_t limit) override;
    [[nodiscard]] Result<control::CoreStatus> hold(unsigned core) override;
    [[nodiscard]] Result<control::CoreStatus> release(unsigned core) override;
    void step(unsigned core, unsigned instructions,
              control::Completion<control::CoreStatus> done) override;
    [[nodiscard]] Result<control::CoreStatus> stepBack(unsigned core) override;
    [[nodiscard]] Result<control::CoreStatus> keepHistory(unsigned core, bool isKept) override;
    [[nodiscard]] Result<> startProfile(unsigned core, std::uint32_t period) override;
    [[nodiscard]] Result<> stopProfile(unsigned core) override;
    [[nodiscard]] Result<control::CoreProfile> profile(unsigned core,
                                                       const control::ElfFile& elf) override;
    [[nodiscard]] Result<control::CoveragePage> coverage(unsigned core, const control::ElfFile& elf,
                                                         std::size_t first) override;

private:
    /// A core with a program, on the machine thread.
    struct Live {
        realtime::RealTimeCore& core;
        realtime::CoreTarget& target;
    };
    /// `function` gets a Live and gives a Result.
    template <class F>
    auto onMachine(unsigned core, F function)
    {
        return m_board.machine().call([&]() -> std::invoke_result_t<F, Live> {
            const auto found = live(core);
            if (!found)
                return fail(found.error());
            return function(*found);
        });
    }
    [[nodiscard]] Result<Live> live(unsigned core);
    void attach(unsigned core, Live live); ///< machine thread, as the next one
    void detach(unsigned core);
    [[nodiscard]] Result<ProgramFiles::Program> programOf(unsigned core,
                                                          const control::ElfFile& elf);
    /// What is there of it; InvalidArgument where that is nothing.
    [[nodiscard]] Result<std::vector<std::byte>> bytesAt(unsigned core, std::uint32_t address,
                                                         std::size_t bytes);
    /// Some instructions in front of the pc, where they can be told.
    [[nodiscard]] std::uint32_t beginAround(unsigned core, std::uint32_t pc,
                                            const program::Disassembler& disassembler,
                                            const program::DebugInfo& info);
    [[nodiscard]] Result<control::CoreStatus> withPort(Result<control::CoreStatus> status) const;
    [[nodiscard]] Result<control::CoreStatus> status(unsigned core);

    BoardMachine& m_board;
    device::AppManager& m_manager;
    const DebugStarts& m_debugStarts;
    Defer m_defer;
    ProgramFiles m_files;
    // Machine thread.
    std::array<bool, realtime::kCoreCount> m_isAttached{};
    std::array<std::shared_ptr<CoreStep>, realtime::kCoreCount> m_steps;
};

} // namespace perisphere::runtime
