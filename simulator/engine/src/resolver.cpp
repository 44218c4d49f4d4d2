#include "resolver.hpp"

#include "perisphere/engine/net.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace perisphere::engine
{
namespace
{

constexpr std::size_t kNotUnknown = std::numeric_limits<std::size_t>::max();

/// What a resistor lets through of a drive.
Strength through(Strength strength)
{
    return std::min(strength, Strength::Weak);
}

double conductance(std::uint32_t ohms)
{
    return 1.0 / static_cast<double>(std::max<std::uint32_t>(ohms, 1));
}

Voltage rounded(double microvolts)
{
    return Voltage::microvolts(std::llround(microvolts));
}

/// The mean of the drives of one strength, weighted by conductance.
Voltage mixed(std::span<const Drive> drives, Strength strength)
{
    double current = 0;
    double total = 0;
    for (const Drive& drive : drives) {
        if (drive.strength != strength)
            continue;
        current += conductance(drive.ohms) * static_cast<double>(drive.voltage.microvolts());
        total += conductance(drive.ohms);
    }
    return rounded(current / total);
}

/// Ohm's law on nets that resistors connect. The unknowns are the voltages of the nets that are
/// driven but not strongly; sources are their own drives, whatever their strength, and strongly
/// driven nets behind resistors.
class NodalAnalysis
{
public:
    explicit NodalAnalysis(std::vector<Resolved>& nets)
        : m_nets(nets)
        , m_unknownOf(nets.size(), kNotUnknown)
    {
        for (std::size_t i = 0; i < nets.size(); ++i)
            if (nets[i].strength == Strength::Weak || nets[i].strength == Strength::Pull) {
                m_unknownOf[i] = m_netOf.size();
                m_netOf.push_back(i);
            }
        m_matrix.assign(m_netOf.size(), std::vector<double>(m_netOf.size() + 1, 0.0));
    }

    void addDrive(std::size_t net, const Drive& drive)
    {
        if (m_unknownOf[net] != kNotUnknown && drive.strength != Strength::HighImpedance)
            addSource(m_unknownOf[net], conductance(drive.ohms), drive.voltage);
    }

    void addResistor(const Resistor& resistor)
    {
        const double g = conductance(resistor.ohms);
        const std::size_t a = m_unknownOf[resistor.a];
        const std::size_t b = m_unknownOf[resistor.b];
        if (a != kNotUnknown && b != kNotUnknown) {
            m_matrix[a][a] += g;
            m_matrix[b][b] += g;
            m_matrix[a][b] -= g;
            m_matrix[b][a] -= g;
        } else if (a != kNotUnknown) { // a driven net's neighbour is driven too: b is strong
            addSource(a, g, m_nets[resistor.b].voltage);
        } else if (b != kNotUnknown) {
            addSource(b, g, m_nets[resistor.a].voltage);
        }
    }

    /// Gaussian elimination. Every group of unknowns has a source, so the matrix is positive
    /// definite and needs no pivoting.
    void solve()
    {
        const std::size_t n = m_netOf.size();
        for (std::size_t pivot = 0; pivot < n; ++pivot)
            for (std::size_t row = pivot + 1; row < n; ++row) {
                const double factor = m_matrix[row][pivot] / m_matrix[pivot][pivot];
                for (std::size_t column = pivot; factor != 0 && column <= n; ++column)
                    m_matrix[row][column] -= factor * m_matrix[pivot][column];
            }
        std::vector<double> volts(n);
        for (std::size_t row = n; row-- > 0;) {
            double sum = m_matrix[row][n];
            for (std::size_t column = row + 1; column < n; ++column)
                sum -= m_matrix[row][column] * volts[column];
            volts[row] = sum / m_matrix[row][row];
            m_nets[m_netOf[row]].voltage = rounded(volts[row]);
        }
    }

private:
    void addSource(std::size_t unknown, double g, Voltage voltage)
    {
        m_matrix[unknown][unknown] += g;
        m_matrix[unknown].back() += g * static_cast<double>(voltage.microvolts());
    }

    std::vector<Resolved>& m_nets;
    std::vector<std::size_t> m_unknownOf;      // by net
    std::vector<std::size_t> m_netOf;          // by unknown
    std::vector<std::vector<double>> m_matrix; // the last column is the right side
};

/// Raises each net to the strongest of what comes through resistors, until nothing rises any more.
void spreadStrengths(std::vector<Resolved>& nets, std::span<const Resistor> resistors)
{
    for (bool rising = true; rising;) {
        rising = false;
        for (const Resistor& resistor : resistors) {
            Strength& a = nets[resistor.a].strength;
            Strength& b = nets[resistor.b].strength;
            const Strength intoA = through(b);
            const Strength intoB = through(a);
            rising = rising || intoA > a || intoB > b;
            a = std::max(a, intoA);
            b = std::max(b, intoB);
        }
    }
}

} // namespace

Resolved resolveNet(std::span<const Drive> drives)
{
    Resolved net;
    Voltage lowest;
    Voltage highest;
    bool alone = true;
    for (const Drive& drive : drives) {
        if (drive.strength == Strength::HighImpedance || drive.strength < net.strength)
            continue;
        alone = drive.strength > net.strength;
        lowest = alone ? drive.voltage : std::min(lowest, drive.voltage);
        highest = alone ? drive.voltage : std::max(highest, drive.voltage);
        net.strength = drive.strength;
    }
    net.voltage = lowest == highest ? lowest : mixed(drives, net.strength);
    net.conflict = net.strength >= Strength::Strong &&
                   (highest - lowest).microvolts() > Netlist::kConflictMicrovolts;
    return net;
}

std::vector<Resolved> resolveNets(std::span<const std::vector<Drive>> drives,
                                  std::span<const Resistor> resistors)
{
    std::vector<Resolved> nets;
    nets.reserve(drives.size());
    for (const auto& own : drives)
        nets.push_back(resolveNet(own));
    spreadStrengths(nets, resistors);
    NodalAnalysis analysis(nets);
    for (std::size_t i = 0; i < drives.size(); ++i)
        for (const Drive& drive : drives[i])
            analysis.addDrive(i, drive);
    for (const Resistor& resistor : resistors)
        analysis.addResistor(resistor);
    analysis.solve();
    return nets;
}

} // namespace perisphere::engine
