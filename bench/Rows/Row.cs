using OrleansState.Bench.Report;

namespace OrleansState.Bench.Rows;

/// <summary>One row of the table: it starts what it needs, measures, checks the answers and ends what it started, but for what the next rows share.</summary>
internal abstract class Row
{
    /// <summary>What <c>--only</c> takes.</summary>
    public abstract string Name { get; }

    public abstract string Title { get; }

    /// <summary>What is done and measured, in a sentence or two.</summary>
    public abstract string How { get; }

    public virtual IReadOnlyList<Aim> Aims => [];

    /// <summary>What it leaves running for the rows after it that use the same; whoever runs the rows ends it after the last of them.</summary>
    public virtual IAsyncDisposable? Shared => null;

    /// <exception cref="WrongAnswerException">A contestant that claims to be right was wrong.</exception>
    /// <exception cref="AbsentException">What the row is about is not there.</exception>
    public abstract Task MeasureAsync(RowSettings settings, Figures figures);
}
