using System.Reflection;
using Orleans.Serialization.Invocation;

namespace OrleansState.LocalCluster.Tests.Membership;

/// <summary>A grain call under way, whose answer the test gives.</summary>
internal sealed class HeldCall : IOutgoingGrainCallContext
{
    private readonly TaskCompletionSource _answer = new();

    public IInvokable Request => throw new NotSupportedException();

    public object Grain => throw new NotSupportedException();

    public GrainId? SourceId => null;

    public GrainId TargetId => default;

    public GrainInterfaceType InterfaceType => default;

    public string InterfaceName => "IGrain";

    public string MethodName => "Call";

    public MethodInfo InterfaceMethod => throw new NotSupportedException();

    public object? Result { get; set; }

    public Response? Response { get; set; }

    public IGrainContext? SourceContext => null;

    public Task Invoke() => _answer.Task;

    public void Answer() => _answer.SetResult();

    public void Fail(Exception fault) => _answer.SetException(fault);
}
