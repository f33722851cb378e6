using System.Reflection;
using Orleans.Serialization.Invocation;

namespace OrleansState.LocalCluster.Tests.Membership;

/// <summary>A grain call under way, whose answer the test gives.</summary>
internal sealed class HeldCall : IOutgoingGrainCallContext
{
    private TaskCompletionSource _answer = new();

    /// <summary>How often it was sent.</summary>
    public int Sent { get; private set; }

    public IInvokable Request => throw new NotSupportedException();

    public object Grain => throw new NotSupportedException();

    public GrainId? SourceId { get; init; }

    public GrainId TargetId => default;

    public GrainInterfaceType InterfaceType => default;

    public string InterfaceName => "IGrain";

    public string MethodName => "Call";

    public MethodInfo InterfaceMethod => throw new NotSupportedException();

    public object? Result { get; set; }

    public Response? Response { get; set; }

    public IGrainContext? SourceContext => null;

    public Task Invoke()
    {
        Sent++;
        return _answer.Task;
    }

    public void Answer() => _answer.SetResult();

    public void Fail(Exception fault) => _answer.SetException(fault);

    /// <summary>What is sent after this has no answer yet.</summary>
    public void Refuse(Exception refusal)
    {
        var refused = _answer;
        _answer = new TaskCompletionSource();
        refused.SetException(refusal);
    }
}
