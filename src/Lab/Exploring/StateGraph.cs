namespace Coterie.Lab.Exploring;

/// <summary>
/// The edges between states, to find a state from which no way leads to an end. States are numbered from 0, and their edges are
/// added in this order.
/// </summary>
internal sealed class StateGraph
{
    private readonly ChunkedList<int> _targets = new();
    private readonly ChunkedList<long> _ends = new();
    private readonly ChunkedList<bool> _leadsOut = new();

    /// <summary>Adds an edge from the current state to <paramref name="target"/>.</summary>
    public void AddEdge(int target) => _targets.Add(target);

    /// <summary>Ends the current state: all its edges were added.</summary>
    /// <param name="isEnd">Whether all processes are done in it.</param>
    public void EndState(bool isEnd)
    {
        _ends.Add(_targets.Count);
        _leadsOut.Add(isEnd);
    }

    /// <summary>The first state from which no way leads to an end; null if there is none.</summary>
    /// <remarks>
    /// Visits the states from the last to the first, and repeats this until nothing changes. Most edges lead to states with
    /// larger numbers, so few rounds are needed, and no reversed edges need to be stored.
    /// </remarks>
    public int? FirstWithoutWayOut()
    {
        long first;
        bool changed;
        do
        {
            (first, changed) = (-1, false);
            for (var state = _leadsOut.Count - 1; state >= 0; state--)
            {
                if (_leadsOut[state])
                    continue;
                if (LeadsOut(state))
                    changed = _leadsOut[state] = true;
                else
                    first = state;
            }
        }
        while (changed && first >= 0);
        return first < 0 ? null : (int)first;
    }

    private bool LeadsOut(long state)
    {
        for (var edge = state == 0 ? 0 : _ends[state - 1]; edge < _ends[state]; edge++)
        {
            if (_leadsOut[_targets[edge]])
                return true;
        }
        return false;
    }
}
