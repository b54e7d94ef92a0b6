/// The rules of Yelp's detect-secrets 1.5.0, as published on PyPI: its plugins' `denylist`
/// expressions, one line each.
///
/// Copyright Yelp Inc. and the detect-secrets contributors. Licensed under the Apache License,
/// Version 2.0; a copy is at https://www.apache.org/licenses/LICENSE-2.0. Changed here: each rule
/// got keywords and an entropy, expressions got word boundaries and a group for the secret,
/// look-behind became a boundary, and composed expressions were written out.
///
/// To follow a new release, compare `detect_secrets/plugins/*.py` with the lines below; the test
/// `everyRuleCompiles` tells what `Regex` does not accept. Left out:
/// - `ArtifactoryDetector`'s `AP…` and `TwilioKeyDetector` outside lines that name Twilio: they
///   match identifiers;
/// - `IbmCloudIamDetector` without a prefix, which is any `key = 44 characters`;
/// - `KeywordDetector` and the two high-entropy detectors: see `KnownTokens.likely`;
/// - `IPPublicDetector`: an address is no secret.
enum DetectSecrets {
  static let rules = #"""
    artifactory-token akc 3 (?:[\s=:"]|^)(AKC[a-zA-Z0-9]{10,})(?:[\s"]|$)
    aws-access-key-id a3t,abia,acca,akia,asia 3 \b((?:A3T[A-Z0-9]|ABIA|ACCA|AKIA|ASIA)\#
    [0-9A-Z]{16})\b
    aws-secret-key aws 3.5 (?i)aws.{0,20}?(?:key|pwd|pw|pass|token).{0,20}?['"]([0-9a-z/+]{40})['"]
    azure-storage-key accountkey= 3.5 AccountKey=([a-zA-Z0-9+/=]{88})
    basic-auth-url :// 3 ://[^:/?#\[\]@!$&'()*+,;=\s]+:([^:/?#\[\]@!$&'()*+,;=\s]+)@
    cloudant-password cloudant,clou 3 (?i)\bclou(?:dant)?[_-]?(?:api)?(?:key|pwd|pw|pass|token)\#
    \w{0,4}["']?\]? *(?::=|=>|::|=|:|[ ]) *["']?([0-9a-f]{64}|[a-z]{24})\b
    cloudant-url cloudant.com 3 (?i)https?://[\w-]+:([0-9a-f]{64}|[a-z]{24})@[\w-]+\.cloudant\.com
    discord-bot-token discord,bot,token 4 \b([MNO][a-zA-Z\d_-]{23,25}\.[a-zA-Z\d_-]{6}\.\#
    [a-zA-Z\d_-]{27})
    github-token ghp_,gho_,ghu_,ghs_,ghr_ 3 (?:ghp|gho|ghu|ghs|ghr)_[A-Za-z0-9_]{36}
    gitlab-token glpat-,gldt-,glft-,glsoat-,glrt- 3 (?:glpat|gldt|glft|glsoat|glrt)-\#
    [A-Za-z0-9_\-]{20,50}(?!\w)
    gitlab-runner-registration-token gr1348941 3 GR1348941[A-Za-z0-9_\-]{20,50}(?!\w)
    gitlab-ci-build-token glcbt- 3 glcbt-(?:[0-9a-fA-F]{2}_)?[A-Za-z0-9_\-]{20,50}(?!\w)
    gitlab-incoming-mail-token glimt- 3 glimt-[A-Za-z0-9_\-]{25}(?!\w)
    gitlab-trigger-token glptt- 3 glptt-[A-Za-z0-9_\-]{40}(?!\w)
    gitlab-agent-token glagent- 3 glagent-[A-Za-z0-9_\-]{50,1024}(?!\w)
    gitlab-oauth-secret gloas- 3 gloas-[A-Za-z0-9_\-]{64}(?!\w)
    ibm-cloud-key ibm,iam 3.5 (?i)\b(?:ibm[_-]?cloud[_-]?iam|cloud[_-]?iam|ibm[_-]?cloud|ibm\#
    [_-]?iam|ibm|iam)[_-]?(?:api)?[_-]?(?:key|pwd|pass|token)\w{0,4}["']?\]? *(?::=|=>|::|=|:\#
    |[ ]) *["']?([a-z0-9_\-]{44})(?![\w-])
    ibm-cos-hmac-secret secret 3 (?i)\bsecret[-_]?(?:access)?[-_]?key["']?\]? *(?::=|=>|::|=|:|\#
    [ ]) *["']?([a-f0-9]{48})(?![a-f0-9])
    json-web-token eyj 3 \b(eyJ[A-Za-z0-9_=-]{8,}\.eyJ[A-Za-z0-9_=-]{8,}\.[A-Za-z0-9_+/=-]{10,})
    mailchimp-key -us 3 \b([0-9a-z]{32}-us[0-9]{1,2})\b
    npm-registry-token :_authtoken 3 //.+/:_authToken=\s*(npm_\S+|[A-Fa-f0-9-]{36})
    openai-key t3blbkfj 3 \bsk-[A-Za-z0-9_-]{0,200}?[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}
    private-key -----begin 3 -----BEGIN[ A-Z0-9]{0,40}PRIVATE[ ]KEY(?:[ ]BLOCK)?-----(?:[\s"'`+,;]\#
    |\\[nr]|[\w-]{1,40}:[ ][^\n]{0,200}\n){0,200}([A-Za-z0-9+/=]{32,})
    putty-private-key putty-user-key-file- 0 PuTTY-User-Key-File-[23]:[ ]\S
    pypi-token pypi-age 3 pypi-(?:AgEIcHlwaS5vcmc|AgENdGVzdC5weXBpLm9yZw)[A-Za-z0-9_-]{70,}
    sendgrid-key sg. 3 \bSG\.[a-zA-Z0-9_-]{22}\.[a-zA-Z0-9_-]{43}
    slack-token xox 3 (?i)\bxox[abposr]-(?:\d+-)+[a-z0-9]+
    slack-webhook hooks.slack.com 3 (?i)https://hooks\.slack\.com/services/T\w+/B\w+/(\w{8,})
    softlayer-key softlayer,sl_ 3 (?i)\b(?:softlayer|sl)[_-]?(?:api)?[_-]?(?:key|pwd|pass|token)\#
    \w{0,4}["']?\]? *(?::=|=>|::|=|:|[ ]) *["']?([a-z0-9]{64})\b
    softlayer-url softlayer.com 3 (?i)https?://api\.softlayer\.com/soap/(?:v3|v3\.1)/([a-z0-9]{64})
    square-oauth-secret sq0csp- 3 sq0csp-[0-9A-Za-z\\\-_]{43}
    stripe-key _live_ 3 \b[rs]k_live_[0-9a-zA-Z]{24,}
    telegram-bot-token :aa 3.5 \b(\d{8,10}:AA[0-9A-Za-z_-]{33})(?![\w-])
    twilio-key twilio 3 \b((?:AC|SK)[a-f0-9]{32})\b
    """#
}
