#include "perisphere/m4/core.hpp"

#include "core_impl.hpp"

namespace perisphere::m4
{

std::unique_ptr<Core> Core::create(AddressSpace& space, SystemBus& bus, const CoreOptions& options)
{
    return std::unique_ptr<Core>(new Core(std::make_unique<Impl>(space, bus, options)));
}

Core::Core(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{
}

Core::~Core() = default;

void Core::Impl::reset(std::uint32_t vectorTable)
{
    const std::uint64_t cycles = m_state.cycles;
    const auto high = m_state.high; // the lines are the chip's
    m_state = {};
    m_state.cycles = cycles;
    m_state.high = high;
    m_state.vtor = vectorTable & 0xFFFFFF80U;
    m_state.cpacr = m_options.isFpuEnabled ? 0x00F00000U : 0;
    for (const unsigned number :
         {kNmi, kHardFault, kSvCall, kDebugMonitor, kPendSv, kSysTick}) // faults by SHCSR
        m_nvic.setEnabled(number, true);
    for (unsigned word = 0; word < high.size(); ++word)
        m_state.pending[word] |= high[word];
    m_nvic.derive();
    m_faultText.clear();
    m_decoded.fill({});
    m_translation.forgetMarks();
    m_translation.trapsMemory = !m_watches.empty() || m_options.checksAlignment;
    m_translation.trapsDivide = false;
    m_stop.reset();
    m_stoppedAt.reset();
    m_translation.forgetBlocks();
    m_jit.ClearCache();
    m_jit.Regs().fill(0);
    m_jit.ExtRegs().fill(0);
    m_jit.SetFpscr(0);
    m_jit.SetCpsr(0x30);
    reg(13) = loadWord(vectorTable).value_or(0) & ~3U;
    reg(14) = 0xFFFFFFFF;
    updateFpKey();
    const std::uint32_t entry = loadWord(vectorTable + 4).value_or(0);
    reg(15) = entry & ~1U;
    if ((entry & 1U) == 0)
        m_jit.SetCpsr(0x10);
}

void Core::reset(std::uint32_t vectorTable)
{
    m_impl->reset(vectorTable);
}

Stop Core::run(std::uint64_t limit)
{
    return m_impl->run(limit);
}

Stop Core::step()
{
    return m_impl->step();
}

std::uint64_t Core::cycles() const
{
    return m_impl->state().cycles;
}

void Core::skipTo(std::uint64_t cycle)
{
    m_impl->skipTo(cycle);
}

bool Core::isAsleep() const
{
    return m_impl->isAsleep();
}

bool Core::isLockedUp() const
{
    return m_impl->state().isLockedUp;
}

std::string Core::faultText() const
{
    return m_impl->faultText();
}

std::uint64_t Core::nextOwnEvent() const
{
    return m_impl->nextOwnEvent();
}

void Core::setInterrupt(unsigned interrupt, bool isHigh)
{
    m_impl->setLine(kFirstInterrupt + interrupt, isHigh);
}

void Core::pulseInterrupt(unsigned interrupt)
{
    m_impl->setPending(kFirstInterrupt + interrupt);
}

void Core::setNmi()
{
    m_impl->setPending(kNmi);
}

void Core::wakeByEvent()
{
    m_impl->wakeByEvent();
}

std::uint32_t Core::Impl::get(Register which) const
{
    switch (which) {
    case Register::Xpsr:
        return xpsr();
    case Register::Msp:
        return mainSp();
    case Register::Psp:
        return processSp();
    case Register::Primask:
        return m_state.primask ? 1 : 0;
    case Register::Basepri:
        return m_state.basepri;
    case Register::Faultmask:
        return m_state.faultmask ? 1 : 0;
    case Register::Control:
        return (m_state.isThreadUnprivileged ? 1U : 0U) | (m_state.usesPsp ? 2U : 0U) |
               (m_state.fpca ? 4U : 0U);
    case Register::Fpscr:
        return fpscr();
    default:
        return reg(static_cast<unsigned>(which));
    }
}

void Core::Impl::set(Register which, std::uint32_t value)
{
    switch (which) {
    case Register::Xpsr:
        setXpsr(value | 1U << 24, false);
        break;
    case Register::Msp:
        (m_state.usesPsp ? m_state.otherSp : reg(13)) = value & ~3U;
        break;
    case Register::Psp:
        (m_state.usesPsp ? reg(13) : m_state.otherSp) = value & ~3U;
        break;
    case Register::Primask:
        m_state.primask = (value & 1U) != 0;
        break;
    case Register::Basepri:
        m_state.basepri = static_cast<std::uint8_t>(value & m_nvic.shape().priorityMask);
        break;
    case Register::Faultmask:
        m_state.faultmask = (value & 1U) != 0;
        break;
    case Register::Control:
        setControl(value, true);
        break;
    case Register::Fpscr:
        setFpscr(value);
        break;
    case Register::Pc:
        m_stoppedAt.reset();
        setItState(0);
        reg(15) = value & ~1U;
        break;
    default:
        reg(static_cast<unsigned>(which)) = value;
        break;
    }
}

std::vector<ExceptionState> Core::Impl::exceptions() const
{
    std::vector<ExceptionState> states;
    for (unsigned number = kReset; number < kFirstInterrupt + m_options.interrupts; ++number)
        states.push_back({.number = number,
                          .priority = m_state.priority[number],
                          .isEnabled = m_nvic.isEnabled(number),
                          .isPending = m_nvic.isPending(number),
                          .isActive = m_nvic.isActive(number),
                          .isHigh = m_nvic.isHigh(number)});
    return states;
}

void Core::Impl::exchange(engine::Snapshot& snapshot)
{
    snapshot.exchange(m_state);
    snapshot.exchange(m_jit.Regs());
    snapshot.exchange(m_jit.ExtRegs());
    std::uint32_t cpsr = m_jit.Cpsr();
    std::uint32_t status = m_jit.Fpscr();
    snapshot.exchange(cpsr);
    snapshot.exchange(status);
    if (snapshot.isSaving())
        return;
    m_jit.SetCpsr(cpsr);
    m_jit.SetFpscr(status);
    m_nvic.derive();
    m_stoppedAt.reset();
    chooseTraps();
}

std::uint32_t Core::get(Register which) const
{
    return m_impl->get(which);
}

void Core::set(Register which, std::uint32_t value)
{
    m_impl->set(which, value);
}

std::uint32_t Core::getSingle(unsigned number) const
{
    return m_impl->jit().ExtRegs().at(number);
}

void Core::setSingle(unsigned number, std::uint32_t value)
{
    m_impl->jit().ExtRegs().at(number) = value;
}

void Core::setBreakpoint(std::uint32_t address, bool isSet)
{
    m_impl->setBreakpoint(address, isSet);
}

void Core::setWatches(std::vector<Watch> watches)
{
    m_impl->setWatches(std::move(watches));
}

std::uint32_t Core::watchedAddress() const
{
    return m_impl->watchedAddress();
}

bool Core::wasWatchedWrite() const
{
    return m_impl->wasWatchedWrite();
}

void Core::ignoreStops(bool ignores)
{
    m_impl->ignoreStops(ignores);
}

void Core::haltOnBreak(bool halts)
{
    m_impl->haltOnBreak(halts);
}

void Core::forgetCode(std::uint32_t address, std::size_t bytes)
{
    m_impl->forgetCode(address, bytes);
}

void Core::setExceptionObserver(ExceptionObserver* observer)
{
    m_impl->setExceptionObserver(observer);
}

std::uint32_t Core::peekSystem(std::uint32_t address) const
{
    return m_impl->readSystem(address);
}

void Core::pokeSystem(std::uint32_t address, std::uint32_t value)
{
    m_impl->writeSystem(address, value);
}

std::vector<ExceptionState> Core::exceptions() const
{
    return m_impl->exceptions();
}

std::uint32_t Core::pc() const
{
    return m_impl->pc();
}

std::vector<std::uint32_t> Core::executedInstructions() const
{
    return m_impl->translation().translated();
}

void Core::clearCoverage()
{
    m_impl->jit().ClearCache();
    m_impl->translation().forgetTranslated();
}

void Core::exchange(engine::Snapshot& snapshot)
{
    m_impl->exchange(snapshot);
}

} // namespace perisphere::m4
